/** The Word file of a draft with everything that waits beside its text: suggestions as changes, threads as comments. */
import type { ShownField } from '../../../src/lib/document/fields.ts'
import { imagesIn } from '../../../src/lib/document/image.ts'
import type { OfficialDocument, PrintBlock, PrintModel } from '../../../src/lib/document/model.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import { readingsOf, type Suggested, type Talk } from '../../../src/lib/document/suggest/readings.ts'
import { toldOf } from '../../../src/lib/document/suggest/words.ts'
import type { Ask } from '../../compute/contract.ts'
import { unlessBroken } from '../stored.ts'
import { toRevisedWord } from './revised.ts'
import type { Stamp } from './revisions/merge.ts'
import type { Thread } from './revisions/talk.ts'

export interface Marked {
  state: Uint8Array
  /** Open ones, in the order in which they would be accepted. */
  suggested: (Suggested & Stamp)[]
  threads: (Talk & Thread & { field: ShownField | null })[]
  /** What is said, in the reader's language, about what has no place in the text. */
  words: {
    /** Of a suggestion that can no longer be applied; `{was}` and `{put}` stand in it. */
    left: string
    /** In front of a thread whose words are gone; `{quote}` stands in it. */
    lost: string
    /** What the fields of a page are called. */
    fields: Readonly<Record<string, string>>
  }
}

/** Answers with those that the draft has. */
export type AskForImages = Ask<{ hashes: string[] }, Map<string, Uint8Array>>

/** Throws `broken_text` where nobody could read the text. */
export async function markedWord({ state, suggested, threads, words }: Marked, ask: AskForImages): Promise<Uint8Array> {
  const { before, after, tags, left, lost } = unlessBroken(() => readingsOf(state, suggested, threads))
  const hashes = new Set([before, after].flatMap(({ body }) => [...imagesIn(body)]))
  const images = hashes.size > 0 ? await ask({ hashes: [...hashes] }) : new Map<string, Uint8Array>()
  const isLost = new Set(lost)
  const said = threads.map(({ said, isSettled, quote, field }, at): Thread => {
    const [first, ...others] = said
    const isSomewhere = !isLost.has(at) || (quote === '' && field === null)
    if (!first || isSomewhere) return { said, isSettled }
    const about =
      field === null ? words.lost.replace('{quote}', () => quote) : aboutField(words.fields[field] ?? field, quote)
    return { said: [{ ...first, text: `${about}\n${first.text}` }, ...others], isSettled }
  })
  const told = left.flatMap((at): Thread[] => {
    const one = suggested[at]
    if (!one) return []
    const { was, put } = toldOf(one.changes)
    const text = words.left.replace('{was}', () => was).replace('{put}', () => put)
    return [{ said: [{ author: one.author, date: one.date, text }], isSettled: false }]
  })
  return toRevisedWord({
    before: withImagesOf(printModel(before), images),
    after: withImagesOf(printModel(after), images),
    tags,
    stamps: suggested.length > 0 ? suggested : [NOBODY],
    threads: [...said, ...told],
    images,
    guess: fieldGuess(before, suggested),
  })
}

/** Nobody sees an image of another draft by suggesting it here: in its place stands what it shows, in words. */
export function withImagesOf(model: PrintModel, images: ReadonlyMap<string, Uint8Array>): PrintModel {
  const shown = (block: PrintBlock): PrintBlock => {
    if (block.type === 'table')
      return {
        ...block,
        rows: block.rows.map((cells) => cells.map((cell) => ({ ...cell, blocks: cell.blocks.map(shown) }))),
      }
    if (block.type !== 'image' || images.has(block.hash)) return block
    const { tag, alt } = block
    const runs = [{ text: `[${alt}]`, ...(tag !== undefined && { tag }) }]
    return { type: 'paragraph', runs, align: 'center', indent: false, ...(tag !== undefined && { tag }) }
  }
  return { ...model, blocks: model.blocks.map(shown) }
}

const aboutField = (name: string, quote: string): string => (quote === '' ? `${name}:` : `${name}: «${quote}»`)

const NOBODY: Stamp = { author: '', date: '' }

/** Words around the text come of its fields: which suggestion, taken alone, takes these lines away or brings them. */
function fieldGuess(before: OfficialDocument, suggested: readonly Suggested[]) {
  const bare = { ...before, body: { type: 'doc', content: [] } }
  const was = linesIn(printModel(bare))
  const each = suggested.flatMap(({ changes }, at) => {
    const fields = changes.filter((change) => change.is === 'field')
    if (fields.length === 0) return []
    const put = Object.fromEntries(fields.map(({ name, put }) => [name, put]))
    const now = linesIn(printModel({ ...bare, fields: { ...bare.fields, ...put } }))
    return [{ at, gone: was.filter((line) => !now.includes(line)), came: now.filter((line) => !was.includes(line)) }]
  })
  return (old: string, now: string): number | undefined =>
    each.find(({ gone, came }) => gone.some((line) => old.includes(line)) || came.some((line) => now.includes(line)))
      ?.at
}

/** Every line that a model says, wherever. */
function linesIn(part: unknown): string[] {
  if (typeof part === 'string') return part.split('\n').filter((line) => line.trim() !== '')
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(linesIn) : []
}
