/** A siege: attack after attack, and some at once, while four people type and the house is watched. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Office } from '../../e2e/support/office.ts'
import { HUNDRED_PAGES } from '../../fixtures/hundred-pages.ts'
import { fillDraft } from '../../tools/fill-draft.ts'
import type { Attack, Field } from './attacks/attack.ts'
import { idsOf, Ledger, Visitor } from './house.ts'
import type { Desks, Typed } from './typists.ts'
import { Watch } from './watch.ts'

/** SIGTERM ends the house within so long, whatever goes on (BUDGET-1). */
const STOP_WITHIN_MS = 10_000
/** Typing before the first attack, so that what is met only once is not laid at an attack's door. */
const CALM_MS = 5_000

export interface Siege {
  attacks: number
  typingP99Ms: number
  longestBlockMs: number
  memoryPeakMb: number
  late: string[]
  broken: string[]
  lostLetters: number
  /** What was going on at the worst moments. */
  worst: { typing: string; block: string; memory: string }
}

/** `say` hears of each attack and how long it took. */
export async function besiege(attacks: readonly Attack[], say: (line: string) => void = () => {}): Promise<Siege> {
  const token = randomUUID()
  const office = await Office.open({ METRICS_TOKEN: token })
  const own = os.getPriority()
  try {
    const field = await prepare(office.url)
    const typists = await sitDown(office.url)
    const watch = new Watch(office.url, token, office.pid)
    await sleep(CALM_MS)
    os.setPriority(10) // attackers bring their own processors; here there are only the house's
    const begun: { name: string; at: number }[] = []
    for (const attack of attacks) {
      watch.during = attack.name
      begun.push({ name: attack.name, at: Date.now() })
      const began = performance.now()
      await attack.run(field).catch((error: unknown) => field.record.late.push(`${attack.name}: ${String(error)}`))
      say(`${attack.from}: ${attack.name}: ${Math.round(performance.now() - began)} ms`)
    }
    os.setPriority(own)
    const typed = await standUp(typists)
    await watch.stop()
    const late = [...field.record.late]
    const { health } = typed
    if (health.ms > 1_000) late.push(`/healthz: ${Math.round(health.ms)} ms, during: ${duringOf(health.at, begun)}`)
    late.push(...(await stopUnderAttack(office, attacks, field)))
    typed.letters.sort((a, b) => a.ms - b.ms)
    const typing = typed.letters[Math.floor(typed.letters.length * 0.99)]
    return {
      attacks: attacks.length,
      typingP99Ms: typing?.ms ?? Infinity,
      longestBlockMs: watch.longestBlockMs,
      memoryPeakMb: watch.memoryPeakBytes / 2 ** 20,
      late,
      broken: field.record.broken,
      lostLetters: typed.lost,
      worst: {
        typing: typing ? slowest(typed.letters, typing.ms, begun) : '',
        block: watch.longestBlockDuring,
        memory: watch.memoryPeakDuring,
      },
    }
  } finally {
    os.setPriority(own)
    await office.close()
  }
}

/** How many of the letters that took so long fell into which attack, the most first. */
const duringOf = (moment: number, begun: readonly { name: string; at: number }[]): string =>
  begun.findLast(({ at }) => at <= moment)?.name ?? 'nothing yet'

function slowest(letters: Typed['letters'], ms: number, begun: readonly { name: string; at: number }[]): string {
  const counts = new Map<string, number>()
  for (const letter of letters) {
    if (letter.ms < ms) continue
    const name = duringOf(letter.at, begun)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 4)
  return most.map(([name, count]) => `${name} (${count} letters)`).join('; ')
}

/** The people, a draft of a hundred pages that lies with a reviewer, and a PDF that was issued. */
async function prepare(url: string): Promise<Field> {
  const record = new Ledger()
  const stranger = new Visitor(url, record)
  const author = await Visitor.signIn(url, record, 'mailt')
  const reader = await Visitor.signIn(url, record, 'thanhlv')
  const longDraftId = await author.newDraft()
  await fillDraft({ office: url, draftId: longDraftId, cookie: author.cookie }, HUNDRED_PAGES)
  const ids = await idsOf(stranger)
  const holders = { reviewerId: ids('thanhlv'), leaderId: ids('thangld') }
  await author.post(`/drafts/${longDraftId}?/submit`, new URLSearchParams({ step: '0', ...holders }))
  return { url, record, stranger, author, reader, longDraftId, issuedPdf: await issuedPdf(reader) }
}

async function issuedPdf(reader: Visitor): Promise<Uint8Array> {
  const [, id] = /href="\/documents\/([0-9a-f-]{36})"/.exec(await reader.read('/documents')) ?? []
  const response = await fetch(`${reader.url}/documents/${id}/van-ban.pdf`, { headers: { cookie: reader.cookie } })
  if (!response.ok) throw new Error(`no issued PDF: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** Four people with drafts of their own, two in each; they type in a process of their own. */
async function sitDown(url: string): Promise<ChildProcess> {
  const writers = await Promise.all(
    (['ngocht', 'dungtv'] as const).map(async (username) => {
      const writer = await Visitor.signIn(url, new Ledger(), username)
      return { draftId: await writer.newDraft('cong-van'), cookie: writer.cookie }
    }),
  )
  const child = fork(fileURLToPath(new URL('typists.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  child.send({ url, seats: [...writers, ...writers] } satisfies Desks)
  const [said]: unknown[] = await once(child, 'message')
  if (said !== 'typing') throw new Error('nobody types')
  return child
}

async function standUp(child: ChildProcess): Promise<Typed> {
  child.send('enough')
  const [typed] = (await once(child, 'message')) as [Typed]
  return typed
}

/** What is late when the house is told to stop in the midst of it. */
async function stopUnderAttack(office: Office, attacks: readonly Attack[], field: Field): Promise<string[]> {
  const unheard = new Ledger()
  const deaf = { ...field, author: new Visitor(field.url, unheard, field.author.cookie) }
  const going = attacks.filter(({ from }) => from === 'author').slice(0, 3)
  const running = Promise.allSettled(going.map((attack) => attack.run(deaf)))
  await sleep(2_000)
  const began = performance.now()
  await office.stop()
  const ms = performance.now() - began
  await Promise.race([running, sleep(1_000)])
  return ms > STOP_WITHIN_MS ? [`SIGTERM: ${Math.round(ms)} ms`] : []
}
