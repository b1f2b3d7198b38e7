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
    const text = `${author.trim() || '–'} (Word): ${said.slice(0, LONGEST_COMMENT).toWellFormed()}`
    const about = words.plain(quote).slice(0, LONGEST_QUOTE).toWellFormed()
    const last = remarks.at(-1)
    if (last && about !== '' && last.quote === about) last.texts.push(text)
    else remarks.push({ quote: about, texts: [text] })
  }
  return remarks
}

/** Each beside its passage in the draft's text, where that stands once. */
export function anchored(remarks: readonly Remark[], update: Uint8Array) {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, update)
  const threads = remarks.map(({ quote, texts }) => ({ anchor: passageOf(ydoc, quote), quote, texts }))
  ydoc.destroy()
  return threads
}
