/** The open sockets of this node: who may open one, what each may do by now (GUARD-1), and their end. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { CLOSE, type CloseName } from '../../src/lib/collab/close.ts'
import { HEARTBEAT_FRAME } from './bytes/wire.ts'
import { Connection } from './connection.ts'
import type { AccessChange, Authoriser } from './contract.ts'
import type { Admitted } from './gate.ts'
import type { Limits } from './limits.ts'
import type { Offences } from './offences.ts'
import { Purse } from './purse.ts'
import type { Room } from './room.ts'
import { readSmallFrames } from './small-frames.ts'

/** Sockets that were told to go have so long; then they are cut. */
const PARTING_MS = 1_000

export interface SocketsParts {
  log: Logger
  authoriser: Authoriser
  limits: Limits
  offences: Offences
  /** The room of a draft, with the connection in it. */
  enter: (draftId: string, connection: Connection) => Room
  room: (draftId: string) => Room | undefined
  onRefused: (name: CloseName, draftId?: string) => void
}

export class Sockets {
  readonly open = new Set<Connection>()
  /** The number of the newest; later ones have greater numbers. */
  newest = 0
  /** Changes of access heard of so far: a question that was asked before the last one is asked again. */
  changesSeen = 0
  isStopping = false
  private readonly perPerson = new Map<string, Set<Connection>>()
  private readonly purses = new Map<string, Purse>()
  private readonly recheckDue = new Set<Connection>()
  private readonly parts: SocketsParts

  constructor(parts: SocketsParts) {
    this.parts = parts
  }

  hasRoomFor(personId: string): boolean {
    const { connections, connectionsPerPerson } = this.parts.limits
    return this.open.size < connections && (this.perPerson.get(personId)?.size ?? 0) < connectionsPerPerson
  }

  /** Whether its person may have a text of so many bytes open beside the others; then it is counted. */
  mayOpen(connection: Connection, textBytes: number): boolean {
    const sizes = new Map([[connection.draftId, textBytes]])
    for (const { draftId, textBytes } of this.perPerson.get(connection.identity.person.id) ?? [])
      if (!sizes.has(draftId)) sizes.set(draftId, textBytes)
    const all = [...sizes.values()].reduce((sum, size) => sum + size, 0)
    if (all > this.parts.limits.openBytesPerPerson) return false
    connection.textBytes = textBytes
    return true
  }

  admit({ ws, stream, draftId, identity, right, moment }: Admitted): void {
    const { offences, limits, enter, onRefused } = this.parts
    if (offences.waitOf(identity.person.id, draftId, Date.now()) > 0) {
      onRefused('paused', draftId)
      return ws.close(CLOSE.paused.code, 'paused')
    }
    const number = ++this.newest
    const purse = this.purseOf(identity.person.id)
    const connection = new Connection({ ws, stream, identity, draftId, right, limits, purse, number, onRefused })
    this.open.add(connection)
    const own = this.perPerson.get(identity.person.id) ?? new Set()
    this.perPerson.set(identity.person.id, own.add(connection))
    this.listen(ws, connection, enter(draftId, connection))
    // A change of access between the question and this line would otherwise pass unseen.
    if (moment !== this.changesSeen) void this.recheck(connection)
  }

  private purseOf(personId: string): Purse {
    let purse = this.purses.get(personId)
    if (!purse) this.purses.set(personId, (purse = new Purse(this.parts.limits)))
    return purse
  }

  private listen(ws: Admitted['ws'], connection: Connection, room: Room): void {
    const hear = (data: Buffer, isBinary: boolean) => {
      connection.lastHeard = Date.now()
      if (this.isStopping) return // not confirmed, so the browser keeps it
      if (!isBinary) return connection.close('badFrame')
      if (!connection.withinRate(data.length)) return connection.close('tooFast')
      room.receive(connection, data)
    }
    ws.on('message', hear)
    readSmallFrames(ws, this.parts.limits.frameBytes, hear, (bytes) => connection.keep(bytes))
    // A message of a few bytes for nothing: counted as one.
    const sign = ({ length }: Buffer) => {
      connection.lastHeard = Date.now()
      if (!connection.withinRate(length)) connection.close('tooFast')
    }
    ws.on('ping', sign)
    ws.on('pong', sign)
    ws.on('close', () => {
      connection.keep(0)
      this.forget(connection)
      room.leave(connection)
    })
  }

  private forget(connection: Connection): void {
    this.open.delete(connection)
    this.recheckDue.delete(connection)
    const { id } = connection.identity.person
    const own = this.perPerson.get(id)
    own?.delete(connection)
    if (own?.size === 0) this.perPerson.delete(id)
  }

  recheckAll({ draftId, userId }: AccessChange): void {
    this.changesSeen++
    for (const connection of this.open) {
      if (draftId && connection.draftId !== draftId) continue
      if (userId && connection.identity.person.id !== userId) continue
      void this.recheck(connection)
    }
  }

  /** Those whose right could not be looked up the last time. */
  recheckDueOnes(): void {
    for (const connection of [...this.recheckDue]) void this.recheck(connection)
  }

  /** Asks again what the person may do, and makes it so. Never rejects: what fails is asked again. */
  private async recheck(connection: Connection): Promise<void> {
    const { authoriser, room, log } = this.parts
    const asked = ++connection.rightsAsked
    this.recheckDue.add(connection)
    try {
      const right = await authoriser.rightOf(connection.identity, connection.draftId)
      if (asked !== connection.rightsAsked) return
      this.recheckDue.delete(connection)
      if (typeof right !== 'string') return connection.close(right.refused)
      if (right === 'none') return connection.close('withdrawn')
      if (right === connection.right) return
      connection.right = right
      if (connection.state.is !== 'early') room(connection.draftId)?.rightChanged(connection)
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'a right could not be looked up')
    }
  }

  /** Asks each for a sign of life; y-websocket wants to hear something every 30 s, too. */
  check(now: number): void {
    for (const connection of this.open) {
      connection.send(HEARTBEAT_FRAME)
      connection.check(now)
    }
    for (const [personId, purse] of this.purses) {
      if (!this.perPerson.has(personId) && purse.isFull(now)) this.purses.delete(personId)
    }
  }

  /** Tells all to go, and cuts those that do not. */
  async closeAll(): Promise<void> {
    for (const connection of this.open) connection.close('stopping')
    for (let waited = 0; this.open.size > 0 && waited < PARTING_MS; waited += 20) await sleep(20)
    for (const connection of this.open) connection.cut()
  }
}
