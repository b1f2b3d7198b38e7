/**
 * What a key of somebody who may only suggest costs the house, beside a key of an author's: the same letters in the same bursts,
 * by as many people, on as many drafts, in one run. All its threads and processes count, the database and compaction too.
 */
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { build } from '../../../server/prepare.js'
import type { OfficialDocument } from '../../../src/lib/document/model.ts'
import { Fork } from '../../../src/lib/document/suggest/fork.ts'
import { linesIn } from '../../../src/lib/document/suggest/places.ts'
import { Office } from '../../e2e/support/office.ts'
import { HUNDRED_PAGES } from '../../fixtures/hundred-pages.ts'
import { fillDraft } from '../../tools/fill-draft.ts'
import { idsOf, Ledger, Visitor } from '../siege/house.ts'
import { Pen } from '../siege/pen.ts'
import type { Part } from './part.ts'

const PEOPLE = 8
const SECONDS = Number(process.env.SECONDS ?? 30)
const BURST = 'tiếng Việt có '
const KEY_MS = 120
/** A page sends what was suggested after such a pause. */
const SENT_AFTER_MS = 1_000
const PAUSE_MS = 300
/** Else so much a key will do. */
const MOST_TIMES = 2
const MOST_MICROS = 250
const MOST_TIMES_LONGER = 1.3
/** /proc counts processor time in these. */
const TICKS_PER_SECOND = 100

export const guarding: Part = {
  name: 'guard',
  async lines(say) {
    build()
    const office = await Office.open()
    try {
      const short = await measure(office, 10, say)
      const long = await measure(office, 100, say)
      const longer = long.suggester / short.suggester
      say(`a suggester's key in 100 pages: ${longer.toFixed(2)} times one in 10 pages`)
      const isHeld = [short, long].every((one) => one.times <= MOST_TIMES || one.suggester <= MOST_MICROS)
      if (!isHeld || longer > MOST_TIMES_LONGER) process.exitCode = 1
      const times = ({ times }: Cost) => times.toFixed(2)
      return [`guard: ${times(short)} times an author's edit (10 pages), ${times(long)} times (100 pages)`]
    } finally {
      await office.close()
    }
  },
}

interface Cost {
  /** Microseconds a key. */
  author: number
  suggester: number
  times: number
}

async function measure(office: Office, pages: 10 | 100, say: (line: string) => void): Promise<Cost> {
  const author = await Visitor.signIn(office.url, new Ledger(), 'mailt')
  const reviewer = await Visitor.signIn(office.url, new Ledger(), 'thanhlv')
  const drafts = async () => Promise.all(Array.from({ length: PEOPLE }, () => draftOf(office.url, author, pages)))
  const [written, reviewed] = [await drafts(), await drafts()]
  const ids = await idsOf(new Visitor(office.url, new Ledger()))
  const holders = { reviewerId: ids('thanhlv'), leaderId: ids('thangld') }
  for (const draftId of reviewed)
    await author.post(`/drafts/${draftId}?/submit`, new URLSearchParams({ step: '0', ...holders }))
  const writers = await Promise.all(written.map((id) => Pen.open(office.url, id, author.cookie)))
  const suggesters = await Promise.all(reviewed.map((id) => Suggester.open(office.url, id, reviewer)))
  // What is met only once, as the compiling of what is used often, falls on neither.
  await typed(
    PEOPLE,
    6,
    (at) => write(writers[at]),
    () => sleep(SENT_AFTER_MS),
  )
  await typed(
    PEOPLE,
    6,
    (at) => suggesters[at]?.type,
    (at) => suggesters[at]?.pause(),
  )
  const idle = await costOf(office, async () => (await sleep(SECONDS * 500), 1))
  const rest = (idle.micros / (SECONDS * 500)) * 1_000
  const [own, theirs] = [new Sum(), new Sum()]
  for (let round = 0; round < 2; round++) {
    own.add(
      await costOf(office, () =>
        typed(
          PEOPLE,
          SECONDS / 2,
          (at) => write(writers[at]),
          () => sleep(SENT_AFTER_MS),
        ),
      ),
    )
    theirs.add(
      await costOf(office, () =>
        typed(
          PEOPLE,
          SECONDS / 2,
          (at) => suggesters[at]?.type,
          (at) => suggesters[at]?.pause(),
        ),
      ),
    )
  }
  for (const one of [...writers, ...suggesters]) one.close()
  const cost = { author: own.perKey(rest), suggester: theirs.perKey(rest) }
  say(`${pages} pages: an author's key ${cost.author.toFixed(0)} µs, a suggester's ${cost.suggester.toFixed(0)} µs`)
  return { ...cost, times: cost.suggester / cost.author }
}

class Sum {
  #keys = 0
  #micros = 0
  #seconds = 0

  add({ keys, micros, seconds }: { keys: number; micros: number; seconds: number }): void {
    this.#keys += keys
    this.#micros += micros
    this.#seconds += seconds
  }

  /** Without what the house takes when nobody types, in microseconds a second. */
  perKey(rest: number): number {
    return (this.#micros - rest * this.#seconds) / this.#keys
  }
}

/** Everybody types a burst and rests, at moments of their own. Resolves with the number of keys. */
async function typed(
  people: number,
  seconds: number,
  typist: (at: number) => ((key: string) => void) | undefined,
  pause: (at: number) => Promise<unknown> | undefined,
): Promise<number> {
  let keys = 0
  const until = performance.now() + seconds * 1_000
  await Promise.all(
    Array.from({ length: people }, async (_, at) => {
      const type = typist(at)
      await sleep((at * 1_500) / people)
      while (performance.now() < until) {
        for (const key of BURST) {
          type?.(key)
          keys++
          await sleep(KEY_MS)
        }
        await pause(at)
        await sleep(PAUSE_MS)
      }
    }),
  )
  return keys
}

const write = (pen: Pen | undefined) => (key: string) => pen?.edit((doc) => middleOf(doc).insert(4, key))

/** A reviewer's page: it suggests in a copy, sends what was suggested after a pause, and reads the list when told to. */
class Suggester {
  readonly #pen: Pen
  readonly #fork: Fork
  readonly #send: (body: object) => Promise<void>
  readonly #list: () => Promise<void>

  private constructor(pen: Pen, send: (body: object) => Promise<void>, list: () => Promise<void>) {
    this.#pen = pen
    this.#fork = new Fork(pen.doc, [])
    this.#send = send
    this.#list = list
  }

  static async open(url: string, draftId: string, { cookie }: Visitor): Promise<Suggester> {
    const ask = async (method: string, body?: object) => {
      const response = await fetch(`${url}/drafts/${draftId}/suggestions`, {
        method,
        headers: { accept: 'application/json', 'content-type': 'application/json', origin: url, cookie },
        ...(body && { body: JSON.stringify(body) }),
      })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`a suggestion was not taken: ${response.status}`)
    }
    return new Suggester(
      await Pen.open(url, draftId, cookie),
      (body) => ask('POST', body),
      () => ask('GET'),
    )
  }

  readonly type = (key: string): void => {
    middleOf(this.#fork.doc).insert(4, key)
  }

  async pause(): Promise<void> {
    await sleep(SENT_AFTER_MS)
    await this.#send({ act: 'keep', put: this.#fork.suggestions() })
    // Once on the answer, and once more when the house tells everybody that there is something new.
    await this.#list()
    await this.#list()
  }

  close(): void {
    this.#fork.destroy()
    this.#pen.close()
  }
}

function middleOf(doc: Y.Doc): Y.XmlText {
  const lines = [...linesIn(doc.getXmlFragment('body'))]
  for (const line of lines.slice(Math.floor(lines.length / 2))) {
    const text = line.get(0)
    if (text instanceof Y.XmlText && text.length > 8) return text
  }
  throw new Error('no line in the middle')
}

async function draftOf(url: string, author: Visitor, pages: 10 | 100): Promise<string> {
  const draftId = await author.newDraft()
  const blocks = HUNDRED_PAGES.body.content ?? []
  const content = blocks.slice(0, Math.ceil((blocks.length * pages) / 100))
  const document: OfficialDocument = { ...HUNDRED_PAGES, body: { type: 'doc', content } }
  await fillDraft({ office: url, draftId, cookie: author.cookie }, document)
  return draftId
}

async function costOf(office: Office, act: () => Promise<number>) {
  const [began, before] = [performance.now(), await cpuMicros(office.pid)]
  const keys = await act()
  await sleep(6_000) // what is compacted and looked at afterwards belongs to it
  const micros = (await cpuMicros(office.pid)) - before
  return { keys, micros, seconds: (performance.now() - began) / 1_000 }
}

/** Of a process, of all that it has begun, and of those that have ended. */
async function cpuMicros(root: number): Promise<number> {
  const parents = new Map<number, { parent: number; ticks: number }>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0)
    if (stat !== '') parents.set(Number(name), { parent: Number(fields[1]), ticks })
  }
  let sum = 0
  for (const [pid, { ticks }] of parents) {
    let at: number | undefined = pid
    for (let steps = 0; at !== undefined && at !== root && steps < 20; steps++) at = parents.get(at)?.parent
    if (at === root) sum += ticks
  }
  return (sum / TICKS_PER_SECOND) * 1e6
}
