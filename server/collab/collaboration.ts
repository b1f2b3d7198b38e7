/** Puts the parts of this room together: gate → sockets → room → log, and a pulse that looks after them. */
import type { Logger } from 'pino'
import type { CloseName } from '../../src/lib/collab/close.ts'
import { readLog } from './archive.ts'
import { Text } from './bytes/text.ts'
import { BadUpdate } from './bytes/update.ts'
import {
  type AccessChange,
  type Collaboration,
  type CollaborationDeps,
  type CollaborationStats,
  UnreadableText,
} from './contract.ts'
import { Gate } from './gate.ts'
import { LIMITS, type Limits } from './limits.ts'
import { createMeter, NO_METER } from './metrics.ts'
import { readMoment, readWritten, saveKeyframe } from './past.ts'
import { Rooms } from './rooms.ts'
import { appendChange, closeLog, copyText, loadText, type LogTail, replaceText, seedLog } from './rows.ts'
import { Sockets } from './sockets.ts'
import { AccessWatch } from './watch.ts'

const PULSE_MS = 1_000
/** Each connection is asked for a sign of life this often. */
const CHECK_EVERY_PULSES = 15

export function createCollaboration(deps: CollaborationDeps): Collaboration {
  const { pool, log, authoriser, schemaVersion } = deps
  const limits: Limits = { ...LIMITS, ...deps.limits }
  const listeners = new Set<(draftId: string) => void>()
  const recent = new RecentText()
  const meter = deps.metrics ? createMeter(deps.metrics, stats) : NO_METER

  const rooms: Rooms = new Rooms({
    ...{ pool, log, limits, schemaVersion, meter },
    squash: deps.squash,
    bus: deps.bus,
    meaning: deps.meaning,
    onAccessChanged: (change) => sockets.recheckAll(change),
    newestConnection: () => sockets.newest,
    mayOpen: (connection, textBytes) => sockets.mayOpen(connection, textBytes),
    onStored: (room) => {
      for (const listener of listeners) listener(room.draftId)
    },
  })
  const sockets: Sockets = new Sockets({
    ...{ log, authoriser, limits },
    offences: rooms.offences,
    enter: (draftId, connection) => rooms.enter(draftId, connection),
    room: (draftId) => rooms.open.get(draftId),
    onRefused: refused,
  })
  const gate = new Gate({
    ...{ authoriser, schemaVersion },
    origin: deps.origin,
    frameBytes: limits.frameBytes,
    hasRoom: (personId) => sockets.hasRoomFor(personId),
    isStopping: () => sockets.isStopping,
    moment: () => sockets.changesSeen,
    onAdmitted: (admitted) => sockets.admit(admitted),
    onRefused: (name) => refused(name),
    onError: (error) => log.warn({ error: error.message }, 'a connection could not be judged'),
  })
  const pulse = startPulse({ log, rooms, sockets, watch: new AccessWatch(pool) })

  function refused(name: CloseName, draftId?: string): void {
    meter.refused(name)
    log.debug({ refused: name, draftId }, 'connection closed')
  }

  function stats(): CollaborationStats {
    const { unsaved, unsavedBytes } = rooms
    return { rooms: rooms.open.size, connections: sockets.open.size, unsaved, unsavedBytes }
  }

  return {
    upgrade: (request, socket, head) => gate.upgrade(request, socket, head),
    rightsChanged(change) {
      sockets.recheckAll(change)
      rooms.peers?.access(change)
    },
    frozen(draftId, frozenAt) {
      rooms.open.get(draftId)?.freeze(frozenAt.toISOString())
      rooms.peers?.frozen(draftId, frozenAt.toISOString())
    },
    notice(draftId, topic, to) {
      rooms.open.get(draftId)?.notice(topic, to)
      rooms.peers?.notice(draftId, topic, to)
    },
    onStored(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    history: readLog,
    append: appendChange,
    replace: replaceText,
    appended(draftId, what) {
      const room = rooms.open.get(draftId)
      if (!room) return
      if (what === 'replacement') room.end('reload')
      else void rooms.catchUp(room)
    },
    seed: seedLog,
    async readState(tx, draftId) {
      return encoded(draftId, await loadText(tx, draftId))
    },
    async readNow(draftId) {
      return recent.encoded(draftId, await copyText(pool, draftId))
    },
    async close(tx, draftId) {
      const closed = await closeLog(tx, draftId)
      if (!closed) throw new Error(`draft ${draftId} has no text`)
      return closed
    },
    moment: readMoment,
    keepKeyframe: saveKeyframe,
    written: readWritten,
    async drain() {
      sockets.isStopping = true
      pulse.stop()
      await Promise.race([rooms.settle(), new Promise((resolve) => setTimeout(resolve, limits.drainMs).unref())])
      await sockets.closeAll()
      rooms.close()
    },
    stats,
  }
}

/** Once a second: what was missed is looked for, and nobody is waited for in vain. */
function startPulse({ log, rooms, sockets, watch }: PulseParts): { stop(): void } {
  let pulses = 0

  async function pulse(): Promise<void> {
    const now = Date.now()
    rooms.tidy(now)
    if (++pulses % CHECK_EVERY_PULSES === 0) sockets.check(now)
    sockets.recheckDueOnes()
    try {
      await rooms.compareHeads()
      for (const change of (await watch.read()) ?? []) heed(change)
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'changes of access cannot be read')
    }
  }

  function heed(change: AccessChange): void {
    sockets.recheckAll(change)
    if (change.draftId) void readFreeze(change.draftId)
  }

  async function readFreeze(draftId: string): Promise<void> {
    const room = rooms.open.get(draftId)
    if (room && room.frozenAt === null) await rooms.catchUp(room)
  }

  const timer = setInterval(() => void pulse(), PULSE_MS)
  timer.unref()
  void pulse()
  return { stop: () => clearInterval(timer) }
}

interface PulseParts {
  log: Logger
  rooms: Rooms
  sockets: Sockets
  watch: AccessWatch
}

/** So long the text that was encoded last is kept: a page, its preview and a submission ask for it together. */
const RECENT_MS = 1_000

class RecentText {
  #last: { of: string; bytes: Uint8Array } | null = null

  encoded(draftId: string, tail: LogTail | null): Uint8Array {
    const of = `${draftId} ${tail?.head} ${tail?.snapshot?.position}`
    if (this.#last?.of === of) return this.#last.bytes
    const last = { of, bytes: encoded(draftId, tail) }
    this.#last = last
    setTimeout(() => {
      if (this.#last === last) this.#last = null
    }, RECENT_MS).unref()
    return last.bytes
  }
}

function encoded(draftId: string, tail: LogTail | null): Uint8Array {
  if (!tail) throw new Error(`draft ${draftId} has no text`)
  const { snapshot, updates } = tail
  // What is one update already is handed on unread: it may be long, and whoever reads it does so in another process.
  const [whole, ...rest] = snapshot ? [snapshot.state, ...updates] : updates
  if (whole && rest.length === 0) return whole
  try {
    return new Text(snapshot, updates).encode()
  } catch (error) {
    throw error instanceof BadUpdate ? new UnreadableText(error) : error
  }
}
