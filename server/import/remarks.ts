/** Comments of a Word file as threads of the draft, in the names of their authors. */
import * as Y from 'yjs'
import { passageOf } from '../../src/lib/document/passage.ts'
import { cleanText } from '../../src/lib/document/text.ts'
import type { Remark } from './shapes.ts'
import type { WordFile } from './word/shapes.ts'
import type { Words } from './words.ts'

/** What a comment may hold, with room for a name. */
const LONGEST_COMMENT = 9_000
const LONGEST_QUOTE = 1_000

/** The same in all of them: a conversation. Files that do not say what answers what have it one after the other. */
export function remarksOf(file: WordFile, words: Words): Remark[] {
  const remarks: Remark[] = []
  const knowsAnswers = file.comments.some(({ answers }) => answers !== null)
  /** By the place of each comment in the file. */
  const threads = new Map<number, Remark>()
  for (const [at, { author, date, content, quote, answers, isSettled }] of file.comments.entries()) {
    const text = words.plain(content)
    if (text === '') continue
    const said = partsOf(text).map((part) => ({ author: nameOf(author), date, text: part }))
    const about = words.plain(quote).slice(0, LONGEST_QUOTE).toWellFormed()
    const last = remarks.at(-1)
    const asked = answers === null ? undefined : threads.get(answers)
    const thread = asked ?? (!knowsAnswers && last && about !== '' && last.quote === about ? last : undefined)
    if (thread) thread.said.push(...said)
    else remarks.push({ quote: about, said, isSettled })
    const own = thread ?? remarks.at(-1)
    if (own) threads.set(at, own)
  }
  return [...remarks, ...nestedIn(file)]
}

/** More of them are only counted in the report. */
const MOST_NESTED = 100

/**
 * What somebody changed in the new words of another is no suggestion of its own (word/hosts.ts). It is said under their name, so
 * that it is not taken for the other's: here, and in the Word file that goes out.
 */
function nestedIn({ revisions }: WordFile): Remark[] {
  const nested = revisions.flatMap(({ cannot, host, does, words: raw, ...one }) =>
    cannot === 'nested' && host !== null && does !== 'look' && raw !== '' ? [{ ...one, host, does, raw }] : [],
  )
  return nested.slice(0, MOST_NESTED).map(({ author, date, host, does, raw }) => {
    const quote = cleanText(raw)
    const act = does === 'put' ? 'Đề nghị thêm' : 'Đề nghị bỏ'
    const text = `${act} «${quote}» trong phần mới của ${nameOf(host)}.`
    return { quote, said: [{ author: nameOf(author), date, text }], isSettled: false }
  })
}

/** As it stands in the file, whoever in this house may be called so. */
export const nameOf = (author: string): string => cleanText(author).trim().slice(0, LONGEST_NAME).toWellFormed() || '–'
const LONGEST_NAME = 200

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
  const threads = remarks.map((remark) => ({ ...remark, anchor: passageOf(ydoc, remark.quote) }))
  ydoc.destroy()
  return threads
}
