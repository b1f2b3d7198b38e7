/** Two hundred pages compared as the product does it, in a process of its own, from stored bytes to what the page is sent. */
import pino from 'pino'
import * as Y from 'yjs'
import { createPool } from '../../../server/compute/index.ts'
import { works } from '../../../server/works.ts'
import { fieldsMap, textField } from '../../../src/lib/document/fields.ts'
import type { BodyNode, OfficialDocument } from '../../../src/lib/document/model.ts'
import { newText } from '../../../src/lib/document/seed.ts'
import { HUNDRED_PAGES } from '../../fixtures/hundred-pages.ts'
import { type Random, seeded } from '../../fuzz/random.ts'
import type { Part } from './part.ts'

const MOST_MS = 2_000
const ROUNDS = 3

/** Twice the hundred pages, with ids of their own. */
const pages = (): BodyNode[] => ['a', 'b'].flatMap((half) => (HUNDRED_PAGES.body.content ?? []).map(under(half)))

const under =
  (half: string) =>
  (block: BodyNode): BodyNode =>
    typeof block.attrs?.id === 'string'
      ? { ...block, attrs: { ...block.attrs, id: `${half}${block.attrs.id}` } }
      : block

/** What people do to a long text between two versions, from a little to nearly everything. */
const EDITS: Record<string, (blocks: BodyNode[], random: Random) => BodyNode[]> = {
  'a word in every tenth line': (blocks, random) =>
    blocks.map((block, at) => (at % 10 ? block : reworded(block, random, 1))),
  'every line reworded, a chapter moved': (blocks, random) => {
    const changed = blocks.map((block) => reworded(block, random, 4))
    changed.push(...changed.splice(Math.floor(changed.length / 4), Math.floor(changed.length / 10)))
    return changed
  },
  'everything pasted anew without its ids': (blocks, random) =>
    blocks.map((block, at) => {
      const { attrs, ...rest } = reworded(block, random, 2)
      return attrs ? { ...rest, attrs: attrs.id ? { ...attrs, id: `new${at}` } : attrs } : rest
    }),
}

function reworded(block: BodyNode, random: Random, times: number): BodyNode {
  const [first, ...others] = block.content ?? []
  if (first?.text === undefined) return block
  const words = first.text.split(' ')
  for (let time = 0; time < times; time++) words[random.below(words.length)] = `sửa${random.below(1_000)}`
  return { ...block, content: [{ ...first, text: words.join(' ') }, ...others] }
}

const stored = (document: OfficialDocument) => [Y.encodeStateAsUpdate(newText(document))]
const withBody = (content: BodyNode[]) => ({ ...HUNDRED_PAGES, body: { type: 'doc', content } })

/** As many as stand behind a keyframe at most (server/collab/past.ts). */
const UPDATES = 400

/** The text from a keyframe and the updates behind it, as the slider asks for it. */
async function momentMs(workers: Workers): Promise<number> {
  const ydoc = newText(HUNDRED_PAGES)
  const updates = [Y.encodeStateAsUpdate(ydoc)]
  ydoc.on('update', (update: Uint8Array) => void updates.push(update))
  const subject = textField(fieldsMap(ydoc), 'subject')
  for (let at = 0; at < UPDATES; at++) subject.insert(0, 'x')
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    await workers.do.drawMoment({ updates, around: { address: '', undescribed: '' } }, { urgency: 'answer' })
    best = Math.min(best, performance.now() - began)
  }
  return best
}

const openWorkers = () => createPool({ root: process.cwd(), works, log: pino({ level: 'silent' }) })
type Workers = ReturnType<typeof openWorkers>

export const comparing: Part = {
  name: 'compare',
  async lines(say) {
    const workers = openWorkers()
    try {
      let worst = 0
      const before = stored(withBody(pages()))
      for (const [name, edit] of Object.entries(EDITS)) {
        const after = stored(withBody(edit(pages(), seeded(1))))
        const times: number[] = []
        let isCoarse = false
        for (let round = 0; round < ROUNDS; round++) {
          const began = performance.now()
          const compared = await workers.do.compareTexts({ before, after, seen: [] }, { urgency: 'answer' })
          times.push(performance.now() - began)
          isCoarse ||= compared.isCoarse
        }
        // The first one loads the program of the process; nobody waits for that twice.
        const best = Math.min(...times.slice(1))
        say(`${name}: ${best.toFixed(0)} ms${isCoarse ? ', coarse' : ''}`)
        worst = Math.max(worst, best)
      }
      say(`any moment of 100 pages: ${(await momentMs(workers)).toFixed(0)} ms`)
      if (worst > MOST_MS) process.exitCode = 1
      return [`compare 200 pages: ${worst.toFixed(0)} ms`]
    } finally {
      await workers.close()
    }
  },
}
