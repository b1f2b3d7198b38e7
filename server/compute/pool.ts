/**
 * The one queue before all heavy or hostile work, and the processes behind it. Nothing of it runs in the main process,
 * nothing outlives its bounds, and nobody's work keeps another's from its turn. See docs/decisions/0009-bounded-work.md.
 */
import os from 'node:os'
import type { Logger } from 'pino'
import { AppError } from '../../src/lib/errors.ts'
import { Broken } from './broken.ts'
import { type Asked, type Bounds, type FromChild, type Pool, URGENCIES, type Works } from './contract.ts'
import { type Ended, Helper } from './helper.ts'
import { launch } from './launch.ts'
import { FairQueue, type Waiting } from './queue.ts'

export interface PoolDeps<W extends Works> {
  /** The project folder. */
  root: string
  works: W
  log: Logger
  limits?: Partial<PoolLimits>
  /** Whether people are at work: one process then stays warm. */
  isNeeded?: () => boolean
  /** What a process runs, where it is not the product's own `server/worker.ts`: a file of the project folder. */
  entry?: string
}

export interface PoolLimits {
  /** Processes at once. One of them is for nobody but who waits to sign. */
  processes: number
  /** All processes together; beyond it the largest is killed, that of a signer last. */
  mostMb: number
  /** A process above it is ended once it has nothing to do. */
  keepMb: number
  /** Orders that wait, of everybody and of one person. */
  waiting: number
  waitingEach: number
  /** A look that has waited so long is refused: whoever looks asks again. */
  lookWaitsMs: number
  /** The same of who waits for an answer: their request has a deadline too, and others of theirs may be long. */
  answerWaitsMs: number
  /** A process beyond the first is ended after so long without work, and the first one too after a while. */
  spareMs: number
  lastMs: number
  /** How long a text that broke a process is refused. */
  brokenMs: number
}

const LIMITS: PoolLimits = {
  processes: Math.min(4, Math.max(3, os.availableParallelism())),
  mostMb: 560,
  keepMb: 420,
  waiting: 200,
  waitingEach: 6,
  lookWaitsMs: 15_000,
  answerWaitsMs: 30_000,
  spareMs: 15_000,
  lastMs: 120_000,
  brokenMs: 5 * 60_000,
}

/** Who signs a pile of papers may have so many times more waiting. */
const SIGNINGS = 5
const TIDY_MS = 1_000
const WATCH_MS = 100
/** What one who was turned away is told to wait. */
const AGAIN_SECONDS = 5

interface Asker {
  resolve(output: unknown): void
  reject(error: unknown): void
}

interface Order extends Waiting {
  name: string
  input: unknown
  asked: Asked
  answer: (question: unknown) => Promise<unknown>
  askers: Asker[]
  /** When it is refused if it has not begun. */
  until: number
  timer?: NodeJS.Timeout | undefined
}

export function createPool<W extends Works>({
  root,
  works,
  log,
  limits: given,
  entry,
  isNeeded,
}: PoolDeps<W>): Pool<W> {
  const limits = { ...LIMITS, ...given }
  const queue = new FairQueue<Order>()
  const helpers = new Set<Helper>()
  const running = new Map<Helper, Order>()
  const broken = new Broken(limits.brokenMs)
  let isClosed = false

  const tidying = setInterval(() => void tidy(), TIDY_MS)
  const watching = setInterval(() => void watch(), WATCH_MS)
  tidying.unref()
  watching.unref()

  function start(): void {
    const helper: Helper = new Helper(launch(root, entry), { onReady: next, onEnd })
    helpers.add(helper)
  }

  function onEnd(helper: Helper, how: Ended, wasReady: boolean): void {
    const order = running.get(helper)
    helpers.delete(helper)
    running.delete(helper)
    if (order) fail(order, how, helper.pid)
    else if (how.reason !== 'ended') log.error({ pid: helper.pid, ...how }, 'a worker process ended by itself')
    // One that cannot even start would be started for ever: whoever waits is told.
    if (!wasReady && how.reason !== 'ended') refuseWaiting(new Error(`a worker process did not start: ${whyOf(how)}`))
    if (!isClosed) next()
  }

  /** Gives out what may begin, and starts a process, one at a time, where none is free. */
  function next(): void {
    for (let order = queue.first(mayBegin); order; order = queue.first(mayBegin)) {
      const helper = freeFor(order)
      if (!helper) {
        const isStarting = [...helpers].some(({ isReady }) => !isReady)
        if (!isStarting && helpers.size < limits.processes) start()
        return
      }
      queue.take(order)
      begin(helper, order)
    }
  }

  /** One of a person's at a time, one that saves, one of a kind that is large, and a process is always left for who waits to sign. */
  function mayBegin({ name, urgency, person }: Order): boolean {
    const busy = [...running.values()]
    if (boundsOf(name).isAlone && busy.some((other) => other.name === name)) return false
    if (person !== '' && busy.some((other) => other.person === person && other.urgency === urgency)) return false
    if (urgency === 'save' && busy.some((other) => other.urgency === urgency)) return false
    const others = urgency === 'sign' ? busy : busy.filter((other) => other.urgency !== 'sign')
    return others.length < (urgency === 'sign' ? limits.processes : limits.processes - 1)
  }

  /** Rather one that knows the draft or at least this kind of work: much of it is in its memory then. */
  function freeFor({ name, asked }: Order): Helper | undefined {
    const free = [...helpers].filter(({ isIdle }) => isIdle)
    const rank = ({ knows }: Helper) => (knows.has(knowing(name, asked.about)) ? 2 : knows.has(name) ? 1 : 0)
    return free.sort((a, b) => rank(b) - rank(a))[0]
  }

  function begin(helper: Helper, order: Order): void {
    clearTimeout(order.timer)
    const { name, input, asked } = order
    const { ms, mb } = boundsOf(name)
    let noAnswer: { error: unknown } | undefined
    running.set(helper, order)
    know(helper.knows, name)
    know(helper.knows, knowing(name, asked.about))
    helper.give({
      name,
      input,
      ms: Math.min(ms, asked.ms ?? ms),
      mb,
      answer: (question) =>
        order.answer(question).catch((error: unknown) => {
          noAnswer = { error }
          throw error
        }),
      said(said) {
        running.delete(helper)
        if (said.is === 'done') tellInTurn(order.askers, said.output)
        else reject(order, noAnswer ? noAnswer.error : errorOf(name, said))
        if (helper.mb > limits.keepMb) void helper.end()
        else void rest(helper)
        next()
      },
    })
  }

  function boundsOf(name: string): Bounds {
    const work = works[name]
    if (!work) throw new Error(`no such work: ${name}`)
    return work.bounds
  }

  /** Its process has ended before it was done. */
  function fail({ name, asked, askers }: Order, how: Ended, pid: number): void {
    const closing = how.reason === 'ended'
    if (!closing) {
      log.warn({ work: name, about: asked.about, pid, ...how }, 'work was given up with its process')
      const isGuilty = how.reason !== 'memory' || how.isOwn
      if (asked.text !== undefined && isGuilty) {
        broken.note(`${name} ${asked.text}`)
        const again = new AppError('too_heavy', { reason: 'again' })
        for (const other of [...queue])
          if (other.name === name && other.asked.text === asked.text) takeBack(other, again)
      }
    }
    const error = closing ? new AppError('unavailable') : new AppError('too_heavy', { reason: how.reason })
    for (const { reject } of askers) reject(error)
  }

  function reject({ askers }: Order, error: unknown): void {
    for (const asker of askers) asker.reject(error)
  }

  function refuseWaiting(error: Error): void {
    for (const order of [...queue]) {
      clearTimeout(order.timer)
      queue.remove(order)
      reject(order, error)
    }
  }

  /** One that has grown is not used again: what an allocator holds comes back with the process only. */
  async function rest(helper: Helper): Promise<void> {
    const mb = await helper.memory()
    if (mb !== null && mb > limits.keepMb && helper.isIdle) await helper.end()
  }

  async function tidy(): Promise<void> {
    const idle = [...helpers].filter(({ isIdle }) => isIdle).sort((a, b) => b.idleSince - a.idleSince)
    await Promise.all(
      idle.map(async (helper, at) => {
        const isLast = at === 0 && idle.length === helpers.size
        if (isLast && isNeeded?.()) return
        if (Date.now() - helper.idleSince > (isLast ? limits.lastMs : limits.spareMs)) await helper.end()
      }),
    )
  }

  async function watch(): Promise<void> {
    if (helpers.size < 2) return // one alone is within its own bound
    const sizes = await Promise.all([...helpers].map(async (helper) => ({ helper, mb: (await helper.memory()) ?? 0 })))
    if (sizes.reduce((sum, { mb }) => sum + mb, 0) <= limits.mostMb) return
    const isSigning = (helper: Helper) => Number(running.get(helper)?.urgency === 'sign')
    const [largest] = sizes.sort((a, b) => isSigning(a.helper) - isSigning(b.helper) || b.mb - a.mb)
    const idle = sizes.find(({ helper }) => helper.isIdle)
    if (idle) await idle.helper.end()
    else largest?.helper.killForMemory()
  }

  function enter(order: Order): void {
    const { name, asked } = order
    if (isClosed) throw new AppError('unavailable')
    if (asked.signal?.aborted) throw asked.signal.reason
    if (asked.text !== undefined && broken.has(`${name} ${asked.text}`))
      throw new AppError('too_heavy', { reason: 'again' })
    if (join(order) || takePlace(order)) return
    if (order.urgency !== 'save') {
      const all = [...queue]
      const own = all.filter(({ person, urgency }) => person === order.person && urgency === order.urgency)
      const most = order.urgency === 'sign' ? SIGNINGS * limits.waitingEach : limits.waitingEach
      const isCrowded = all.length >= limits.waiting || (order.person !== '' && own.length >= most)
      if (isCrowded) throw new AppError('too_many_requests', { seconds: AGAIN_SECONDS })
    }
    queue.add(order)
    if (order.urgency === 'look') expire(order, Date.now() + limits.lookWaitsMs)
    if (order.urgency === 'answer') expire(order, Date.now() + limits.answerWaitsMs)
    asked.signal?.addEventListener('abort', () => takeBack(order, asked.signal?.reason), { once: true })
    next()
  }

  function expire(order: Order, until: number): void {
    order.until = until
    const tooLate = () => takeBack(order, new AppError('too_many_requests', { seconds: AGAIN_SECONDS }))
    order.timer = setTimeout(tooLate, until - Date.now())
  }

  function takeBack(order: Order, error: unknown): void {
    clearTimeout(order.timer)
    if (queue.remove(order)) reject(order, error)
  }

  /** What is asked twice at once is done once, at the more urgent of both. */
  function join(order: Order): boolean {
    const { same, signal } = order.asked
    if (same === undefined || signal) return false
    const isSame = (other: Order) => other.name === order.name && other.asked.same === same
    const current = [...running.values()].find(isSame)
    if (current) {
      current.askers.push(...order.askers)
      return true
    }
    const waits = [...queue].find(isSame)
    if (!waits) return false
    if (URGENCIES.indexOf(order.urgency) >= URGENCIES.indexOf(waits.urgency)) {
      waits.askers.push(...order.askers)
      return true
    }
    clearTimeout(waits.timer)
    queue.remove(waits)
    order.askers.push(...waits.askers)
    return false
  }

  /** A newer look at the same draft shows whoever waits for the older one what they wanted to see. */
  function takePlace(order: Order): boolean {
    const { about, signal } = order.asked
    if (order.urgency !== 'look' || about === undefined || signal) return false
    const old = [...queue].find(
      ({ name, urgency, person, asked }) =>
        name === order.name && urgency === 'look' && person === order.person && asked.about === about,
    )
    if (!old) return false
    order.askers.push(...old.askers)
    clearTimeout(old.timer)
    queue.replace(old, order)
    expire(order, old.until)
    return true
  }

  function run(name: string, input: unknown, asked: Asked, answer = nobodyAnswers): Promise<unknown> {
    const { urgency, person = '' } = asked
    return new Promise((resolve, reject) => {
      enter({ name, input, asked, answer, askers: [{ resolve, reject }], urgency, person, until: Infinity })
    })
  }

  /** Both ends are built from one list of works: what comes back under a name is what that kind gives. */
  const doing = Object.fromEntries(
    Object.keys(works).map((name) => [name, run.bind(null, name)]),
  ) as unknown as Pool<W>['do']

  return {
    do: doing,
    processes: () => [...helpers].map(({ pid, task }) => ({ pid, isBusy: task !== null })),
    async close() {
      isClosed = true
      clearInterval(tidying)
      clearInterval(watching)
      refuseWaiting(new AppError('unavailable'))
      await Promise.all([...helpers].map((helper) => helper.end()))
    },
  }
}

/** What thirty wait for may be a long page that each then makes of it: the others' letters come in between. */
function tellInTurn([first, ...others]: readonly Asker[], output: unknown): void {
  first?.resolve(output)
  if (others.length > 0) setImmediate(tellInTurn, others, output)
}

function nobodyAnswers(_: unknown): Promise<unknown> {
  return Promise.reject(new Error('this kind of work has no questions'))
}

const knowing = (name: string, about: string | undefined) => `${name} ${about ?? ''}`
const MOST_KNOWN = 20

function know(knows: Set<string>, what: string): void {
  knows.delete(what)
  knows.add(what)
  const [oldest] = knows
  if (knows.size > MOST_KNOWN && oldest !== undefined) knows.delete(oldest)
}

function errorOf(name: string, said: Extract<FromChild, { is: 'refused' | 'failed' }>): Error {
  if (said.is === 'refused') return new AppError(said.code, said.detail)
  const error = new Error(`${name}: ${said.message}`)
  error.name = said.name // an error of another process is no instance of a class of this one
  if (said.stack) error.stack = said.stack
  return error
}

function whyOf(how: Ended): string {
  return how.reason === 'crashed' ? how.said || `code ${how.code}, signal ${how.signal}` : how.reason
}
