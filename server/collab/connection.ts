/**
 * One socket of one person on one draft. Frames are written to the TCP stream as ready bytes, so that a frame for
 * fifty readers is made once; that is sound because nothing is compressed and `ws` writes its own frames whole.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { CLOSE, type CloseName } from '../../src/lib/collab/close.ts'
import { MESSAGE, type Right, type Standing } from '../../src/lib/collab/protocol.ts'
import { numberFrame, textFrame } from './bytes/wire.ts'
import type { Identity } from './contract.ts'
import type { Limits } from './limits.ts'
import { hearOut } from './parting.ts'
import type { Purse } from './purse.ts'

/** How long a client that was told to go may take; then the socket is cut. */
const GRACE_MS = 10_000
/** Of the largest, it may have sent so many by then. */
const PARTING_FRAMES = 2

export type ConnectionState =
  /** The draft is being loaded; what the client says meanwhile waits here. */
  | { is: 'early'; frames: Buffer[]; bytes: number }
  /** Open, but the client has not asked for the text yet: it hears no updates. */
  | { is: 'open' }
  /** Has the text up to now and hears every update. */
  | { is: 'synced' }
  | { is: 'closing'; cutAt: number }

/**
 * How it stands with the client's answer to our step 1. `given`: everything its document refers to is known here.
 * `skipped`: an update came before the answer and was left to it; until then, nothing sent later may be confirmed.
 */
export type AnswerState = 'awaited' | 'skipped' | 'given'

export class Connection {
  state: ConnectionState = { is: 'early', frames: [], bytes: 0 }
  /** Sync messages (step 2 and update) taken from this connection so far, empty ones too. */
  received = 0
  answer: AnswerState = 'awaited'
  /** Size of its draft's text as it was when it came. */
  textBytes = 0
  /** Yjs clients whose edits were taken from it. */
  readonly clients = new Set<number>()
  /** Grows with every look at the person's rights, so that a late answer cannot undo a newer one. */
  rightsAsked = 0
  lastHeard: number
  readonly identity: Identity
  readonly draftId: string
  /** Later connections have greater numbers. */
  readonly number: number
  right: Right
  private confirmed = 0
  private gathered: Buffer[] | null = null
  private allowance: number
  private budget: number
  private unfinished = 0
  private budgetAt: number
  private readonly ws: WebSocket
  private readonly stream: Duplex
  private readonly limits: Limits
  private readonly purse: Purse
  private readonly onRefused: (name: CloseName, draftId: string) => void

  constructor(made: {
    ws: WebSocket
    stream: Duplex
    identity: Identity
    draftId: string
    number: number
    right: Right
    limits: Limits
    /** Shared by all connections of the person. */
    purse: Purse
    onRefused: (name: CloseName, draftId: string) => void
  }) {
    this.ws = made.ws
    this.stream = made.stream
    this.identity = made.identity
    this.draftId = made.draftId
    this.number = made.number
    this.right = made.right
    this.limits = made.limits
    this.purse = made.purse
    this.onRefused = made.onRefused
    this.allowance = 0
    this.budget = made.limits.messageBurst
    this.budgetAt = this.lastHeard = Date.now()
  }

  /** Keeps a frame that came before the draft was loaded. False when there are too many. */
  keepEarly(frame: Buffer): boolean {
    if (this.state.is !== 'early') return false
    this.state.bytes += frame.length
    this.state.frames.push(Buffer.from(frame))
    return this.state.bytes <= this.limits.earlyBytes
  }

  /** Called for every message; false once more came than the limits allow. */
  withinRate(bytes: number): boolean {
    if (!this.purse.spend(bytes)) return false
    if (--this.budget >= 0) return true
    const now = Date.now()
    const earned = ((now - this.budgetAt) / 1000) * this.limits.messagesPerSecond
    this.budget = Math.min(this.limits.messageBurst, earned) - 1
    this.budgetAt = now
    return this.budget >= 0
  }

  /** The socket keeps so many bytes of a message that is not whole. Who keeps too many is cut off: told to go, it would keep on. */
  keep(bytes: number): void {
    const more = bytes - this.unfinished
    this.unfinished = bytes
    if (more === 0 || this.purse.keep(more) || more < 0) return
    this.close('tooFast')
    this.cut()
  }

  /** What it asked for cost as much as a message of so many bytes. */
  spend(bytes: number): void {
    if (!this.purse.spend(bytes)) this.close('tooFast')
  }

  send(frame: Buffer): void {
    if (!this.isReady()) return
    if (this.gathered) this.gathered.push(frame)
    else this.stream.write(frame)
  }

  /** Sends a frame in two parts; the second is shared with other sockets and not copied. */
  sendShared(head: Buffer, payload: Buffer): void {
    if (!this.isReady()) return
    // A text of any size may wait, but not another each time somebody asks for it.
    const { documentBytes, bufferedBytes } = this.limits
    if (this.stream.writableLength > documentBytes + bufferedBytes) return this.close('tooSlow')
    this.allowance += payload.length
    this.stream.cork()
    this.stream.write(head)
    this.stream.write(payload)
    this.stream.uncork()
  }

  /** What is sent from here to `write` leaves in one piece: that is cheaper than to hand a socket several. */
  gather(): void {
    this.gathered = []
  }

  write(): void {
    const frames = this.gathered ?? []
    this.gathered = null
    if (frames.length > 0 && this.state.is !== 'closing')
      this.stream.write(frames.length === 1 ? frames[0] : Buffer.concat(frames))
  }

  /** A client that does not read is let go before its share of memory hurts the others; it comes back and catches up. */
  private isReady(): boolean {
    if (this.state.is === 'closing' || this.ws.readyState !== this.ws.OPEN) return false
    const waiting = this.stream.writableLength
    if (waiting < this.allowance) this.allowance = waiting
    if (waiting - this.allowance <= this.limits.bufferedBytes) return true
    this.close('tooSlow')
    return false
  }

  /** SAVE-1: called after the COMMIT, with how many of this connection's sync messages it completed. */
  confirm(n: number): void {
    if (n <= this.confirmed) return
    this.confirmed = n
    this.send(numberFrame(MESSAGE.stored, n))
  }

  sendStanding(standing: Standing): void {
    this.send(textFrame(MESSAGE.standing, JSON.stringify(standing)))
  }

  close(name: CloseName): void {
    if (this.state.is === 'closing') return
    this.state = { is: 'closing', cutAt: Date.now() + GRACE_MS }
    hearOut(this.stream, PARTING_FRAMES * this.limits.frameBytes)
    this.onRefused(name, this.draftId)
    this.ws.close(CLOSE[name].code, name)
  }

  /** Asks for a sign of life, or cuts a socket that gives none or does not go when told to. */
  check(now: number): void {
    if (this.state.is === 'closing') {
      if (now >= this.state.cutAt) this.ws.terminate()
    } else if (now - this.lastHeard > this.limits.silentMs) {
      this.close('silent')
    } else {
      this.ws.ping()
    }
  }

  cut(): void {
    this.ws.terminate()
  }
}
