/** Puts the parts of this room together: gate → connection → room → log, and a pulse that looks after them. */
import type { WebSocket } from 'ws'
import { CLOSE, type CloseName } from '../../src/lib/collab/close.ts'
import {
  UnreadableText,
  type AccessChange,
  type Collaboration,
  type CollaborationDeps,
  type CollaborationStats,
} from './contract.ts'
import { readLog } from './archive.ts'
import { Connection } from './connection.ts'
import { Gate, type Admitted } from './gate.ts'
import { LIMITS, type Limits } from './limits.ts'
import { createMeter, NO_METER } from './metrics.ts'
import { Rooms } from './rooms.ts'
import { appendChange, closeLog, copyText, loadText, replaceText, seedLog, type LogTail } from './rows.ts'
import { Text } from './text.ts'
import { BadUpdate } from './update.ts'
import { AccessWatch } from './watch.ts'
import { HEARTBEAT_FRAME } from './wire.ts'

const PULSE_MS = 1_000
/** Each connection is asked for a sign of life this often; y-websocket wants to hear something every 30 s. */
const CHECK_EVERY_PULSES = 15

export function createCollaboration(deps: CollaborationDeps): Collaboration {
  const { pool, log, authoriser } = deps
  const limits: Limits = { ...LIMITS, ...deps.limits }
  const connections = new Set<Connection>()
  const perPerson = new Map<string, number>()
  const listeners = new Set<(draftId: string) => void>()
  const recheckDue = new Set<Connection>()
  const watch = new AccessWatch(pool)
  let newest = 0
  let changesSeen = 0
  let stopping = false
  let pulses = 0

  const meter = deps.metrics ? createMeter(deps.metrics, stats) : NO_METER
  const rooms = new Rooms({
    pool,
    log,
    limits,
    schemaVersion: deps.schemaVersion,
    squash: deps.squash,
    bus: deps.bus,
    meter,
    meaning: deps.meaning,
    onAccessChanged: recheckAll,
    newestConnection: () => newest,
    onStored: (room) => {
      for (const listener of listeners) listener(room.draftId)
    },
  })

  const gate = new Gate({
    authoriser,
    schemaVersion: deps.schemaVersion,
    origin: deps.origin,
    frameBytes: limits.frameBytes,
    hasRoom: (personId) =>
      connections.size < limits.connections && (perPerson.get(personId) ?? 0) < limits.connectionsPerPerson,
    isStopping: () => stopping,
    moment: () => changesSeen,
    onAdmitted: admit,
    onRefused: (name) => refused(name),
    onError: (error) => log.warn({ error: error.message }, 'a connection could not be judged'),
  })

  function refused(name: CloseName, draftId?: string): void {
    meter.refused(name)
    log.debug({ refused: name, draftId }, 'connection closed')
  }

  function stats(): CollaborationStats {
    const { unsaved, unsavedBytes } = rooms
    return { rooms: rooms.open.size, connections: connections.size, unsaved, unsavedBytes }
  }

  function admit({ ws, stream, draftId, identity, right, moment }: Admitted): void {
    if (rooms.offences.waitOf(identity.person.id, draftId, Date.now()) > 0) {
      refused('paused', draftId)
      return ws.close(CLOSE.paused.code, 'paused')
    }
    const connection = new Connection({
      ws,
      stream,
      identity,
      draftId,
      right,
      limits,
      number: ++newest,
      onRefused: refused,
    })
    connections.add(connection)
    perPerson.set(identity.person.id, (perPerson.get(identity.person.id) ?? 0) + 1)
    const room = rooms.enter(draftId, connection)
    listen(ws, connection, room)
    // A change of access between the question and this line would otherwise pass unseen.
    if (moment !== changesSeen) void recheck(connection)
  }

  function listen(ws: WebSocket, connection: Connection, room: ReturnType<Rooms['enter']>): void {
    ws.on('message', (data: Buffer, isBinary: boolean) => {
      connection.lastHeard = Date.now()
      if (stopping) return // not confirmed, so the browser keeps it
      if (!isBinary) return connection.close('badFrame')
      if (!connection.withinRate()) return connection.close('tooFast')
      room.receive(connection, data)
    })
    ws.on('pong', () => (connection.lastHeard = Date.now()))
    ws.on('close', () => {
      connections.delete(connection)
      recheckDue.delete(connection)
      const { id } = connection.identity.person
      const left = (perPerson.get(id) ?? 1) - 1
      if (left > 0) perPerson.set(id, left)
      else perPerson.delete(id)
      room.leave(connection)
    })
  }

  /** Asks again what the person may do, and makes it so (GUARD-1). */
  async function recheck(connection: Connection): Promise<void> {
    const asked = ++connection.rightsAsked
    recheckDue.add(connection)
    try {
      const right = await authoriser.rightOf(connection.identity, connection.draftId)
      if (asked !== connection.rightsAsked) return
      recheckDue.delete(connection)
      if (typeof right !== 'string') return connection.close(right.refused)
      if (right === 'none') return connection.close('withdrawn')
      if (right === connection.right) return
      connection.right = right
      if (connection.state.is !== 'early') rooms.open.get(connection.draftId)?.rightChanged(connection)
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'a right could not be looked up')
    }
  }

  function recheckAll({ draftId, userId }: AccessChange): void {
    changesSeen++
    for (const connection of connections) {
      if (draftId && connection.draftId !== draftId) continue
      if (userId && connection.identity.person.id !== userId) continue
      void recheck(connection)
    }
  }

  async function readFreeze(draftId: string): Promise<void> {
    const room = rooms.open.get(draftId)
    if (room && room.frozenAt === null) await rooms.catchUp(room)
  }

  async function pulse(): Promise<void> {
    const now = Date.now()
    rooms.tidy(now)
    if (++pulses % CHECK_EVERY_PULSES === 0) {
      for (const connection of connections) {
        connection.send(HEARTBEAT_FRAME)
        connection.check(now)
      }
    }
    for (const connection of [...recheckDue]) void recheck(connection)
    try {
      await rooms.compareHeads()
      for (const change of (await watch.read()) ?? []) {
        recheckAll(change)
        if (change.draftId) void readFreeze(change.draftId)
      }
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'changes of access cannot be read')
    }
  }

  const timer = setInterval(() => void pulse(), PULSE_MS)
  timer.unref()
  void pulse()

  return {
    upgrade: (request, socket, head) => gate.upgrade(request, socket, head),
    rightsChanged(change) {
      recheckAll(change)
      rooms.peers?.access(change)
    },
    frozen(draftId, frozenAt) {
      rooms.open.get(draftId)?.freeze(frozenAt.toISOString())
      rooms.peers?.frozen(draftId, frozenAt.toISOString())
    },
    notice(draftId, topic) {
      rooms.open.get(draftId)?.notice(topic)
      rooms.peers?.notice(draftId, topic)
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
      return encoded(draftId, await copyText(pool, draftId))
    },
    async close(tx, draftId) {
      const closed = await closeLog(tx, draftId)
      if (!closed) throw new Error(`draft ${draftId} has no text`)
      return closed
    },
    async drain() {
      stopping = true
      clearInterval(timer)
      await Promise.race([rooms.settle(), new Promise((resolve) => setTimeout(resolve, limits.drainMs).unref())])
      for (const connection of connections) connection.close('stopping')
      for (let waited = 0; connections.size > 0 && waited < 1_000; waited += 20) await pause(20)
      for (const connection of connections) connection.cut()
      rooms.close()
    },
    stats,
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
