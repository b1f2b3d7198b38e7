/** Two texts of a draft as one Word file with changes: what kept its place, what moved, and the words inside. */
import * as Y from 'yjs'
import { compare } from '../../../src/lib/document/compare/compare.ts'
import { imagesIn } from '../../../src/lib/document/image.ts'
import type { OfficialDocument } from '../../../src/lib/document/model.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import { TAG } from '../../../src/lib/document/print/runs.ts'
import { readDocument } from '../../../src/lib/document/read.ts'
import type { Tag } from '../../../src/lib/document/suggest/readings.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { type AskForImages, withImagesOf } from './marked.ts'
import { toRevisedWord } from './revised.ts'
import type { Stamp } from './revisions/merge.ts'

export interface Compared {
  /** The updates that make each. */
  before: readonly Uint8Array[]
  after: readonly Uint8Array[]
  /** Who wrote between the two, and when the newer text was. */
  stamp: Stamp
}

/** Throws `broken_text` where nobody could read one of them. */
export async function comparedWord({ stamp, ...texts }: Compared, ask: AskForImages): Promise<Uint8Array> {
  const [before, after] = [read(texts.before), read(texts.after)]
  const hashes = new Set([before, after].flatMap(({ body }) => [...imagesIn(body)]))
  const images = hashes.size > 0 ? await ask({ hashes: [...hashes] }) : new Map<string, Uint8Array>()
  const { old, now, tags } = paired(before, after)
  return toRevisedWord({
    before: withImagesOf(printModel(old), images),
    after: withImagesOf(printModel(now), images),
    tags,
    stamps: [stamp],
    threads: [],
    images,
  })
}

function read(updates: readonly Uint8Array[]): OfficialDocument {
  const doc = new Y.Doc()
  try {
    for (const update of updates) Y.applyUpdate(doc, update)
    return readDocument(doc)
  } catch {
    throw new AppError('broken_text')
  } finally {
    doc.destroy()
  }
}

function paired(before: OfficialDocument, after: OfficialDocument) {
  const tags: Tag[] = []
  const [old, now] = [new Map<number, number>(), new Map<number, number>()]
  const tag = (known: Tag) => tags.push(known) - 1
  for (const entry of compare(before, after).entries) {
    if (entry.is === 'in') now.set(entry.after, tag({ key: `now ${entry.after}`, came: 0 }))
    else if (entry.is === 'out') old.set(entry.before, tag({ key: `old ${entry.before}`, gone: 0 }))
    else if (entry.isMoved) {
      old.set(entry.before, tag({ key: `old ${entry.before}`, gone: 0, move: 0 }))
      now.set(entry.after, tag({ key: `now ${entry.after}`, came: 0, move: 0 }))
    } else {
      const both = tag({ key: `both ${entry.before}` })
      old.set(entry.before, both)
      now.set(entry.after, both)
    }
  }
  return { old: tagged(before, old), now: tagged(after, now), tags }
}

function tagged(text: OfficialDocument, tags: ReadonlyMap<number, number>): OfficialDocument {
  const content = (text.body.content ?? []).map((block, at) => {
    const tag = tags.get(at)
    return tag === undefined ? block : { ...block, attrs: { ...block.attrs, [TAG]: tag } }
  })
  return { ...text, body: { ...text.body, content } }
}
