/** Comments of a Word file as threads of the draft. Their authors have no account here, so their names are words. */
import * as Y from 'yjs'
import { passageOf } from '../../src/lib/document/passage.ts'
import type { Remark } from './shapes.ts'
import type { WordFile } from './word/shapes.ts'
import type { Words } from './words.ts'

/** What a comment may hold, with room for a name. */
const LONGEST_COMMENT = 9_000
const LONGEST_QUOTE = 1_000

/** Comments one after the other about the same passage are a conversation: Word's replies. */
export function remarksOf(file: WordFile, words: Words): Remark[] {
  const remarks: Remark[] = []
  for (const { author, content, quote } of file.comments) {
    const said = words.plain(content)
    if (said === '') continue
    const texts = partsOf(said).map((part) => `${author.trim() || '–'} (Word): ${part}`)
    const about = words.plain(quote).slice(0, LONGEST_QUOTE).toWellFormed()
    const last = remarks.at(-1)
    if (last && about !== '' && last.quote === about) last.texts.push(...texts)
    else remarks.push({ quote: about, texts })
  }
  return remarks
}

/** What is longer than a comment may be goes on in the next one, between two words where there are any. */
function partsOf(said: string): string[] {
  if (said.length <= LONGEST_COMMENT) return [said]
  const blank = said.lastIndexOf(' ', LONGEST_COMMENT)
  const end = blank > 0 ? blank : LONGEST_COMMENT - (isFirstHalf(said.charCodeAt(LONGEST_COMMENT - 1)) ? 1 : 0)
  return [said.slice(0, end), ...partsOf(said.slice(end).trimStart())]
}

/** Of a pair that is one character. */
const isFirstHalf = (code: number) => code >= 0xd800 && code < 0xdc00

/** Each beside its passage in the draft's text, where that stands once. */
export function anchored(remarks: readonly Remark[], update: Uint8Array) {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, update)
  const threads = remarks.map(({ quote, texts }) => ({ anchor: passageOf(ydoc, quote), quote, texts }))
  ydoc.destroy()
  return threads
}
