/**
 * Somebody who edits whatever happens: offline too, and comes back by themselves. Every edit is an item of a list with
 * a name of its own, so that a checker can tell lost from doubled. Remembers what the server said is on disk.
 */
import * as Y from 'yjs'
import { CLOSE, closeReason } from '../../src/lib/collab/close.ts'
import { SYNC } from '../../src/lib/collab/protocol.ts'
import { RawClient } from '../integration/collab/raw-client.ts'
import type { Random } from './random.ts'

/** What became of an item of this client. `unsure`: given up after a refusal; it may have been stored before. */
export type Fate = 'open' | 'added' | 'unsure'

interface Sent {
  /** Sync message number on this connection. */
  n: number
  added: string[]
  removed: string[]
}

export class ChaosClient {
  doc = new Y.Doc()
  readonly added = new Map<string, Fate>()
  /** Items this client deleted: true once that is confirmed. What was given up may have been deleted all the same. */
  readonly removed = new Map<string, boolean>()
  private readonly givenUp = new Set<string>()
  /** Confirmations that came in a wrong order or for messages never sent. */
  readonly lies: string[] = []
  readonly codes = new Map<number, number>()
  isOnline = true
  private line: RawClient | null = null
  private sent: Sent[] = []
  private comeBackAt = 0
  private count = 0
  readonly name: string
  private readonly person: string
  private readonly draft: string
  private readonly random: Random
  private readonly urls: () => string[]
  /** As the product's page: sends nothing that it may not write, not even its step 2. Others send whatever is typed. */
  private readonly isObedient: boolean

  constructor(made: {
    name: string
    person: string
    draft: string
    random: Random
    urls: () => string[]
    isObedient: boolean
  }) {
    this.name = made.name
    this.person = made.person
    this.draft = made.draft
    this.random = made.random
    this.urls = made.urls
    this.isObedient = made.isObedient
  }

  get items(): string[] {
    return this.doc.getArray<string>('items').toArray()
  }

  get isSettled(): boolean {
    const isInStep = this.line !== null && this.line.synced && this.line.closed === null
    return isInStep && this.sent.length === 0 && ![...this.added.values()].includes('open')
  }

  /** For a report: how it stands with the server. */
  get told(): string {
    const { line, sent, name, draft } = this
    const open = [...this.added.values()].filter((fate) => fate === 'open').length
    const standing = JSON.stringify(line?.standing ?? null)
    const lineIs = line
      ? `synced ${line.synced}, closed ${JSON.stringify(line.closed)}, standing ${standing}`
      : 'no line'
    return `${name} of ${draft.slice(0, 4)}: ${lineIs}, unconfirmed ${sent.length}, open ${open}, codes ${JSON.stringify([...this.codes])}`
  }

  /** Called again and again: looks at the line, edits, goes away and comes back. */
  step(edits: boolean): void {
    this.listen()
    if (this.isOnline && this.line === null && Date.now() >= this.comeBackAt) this.connect()
    // As the product's editor: nothing is typed before the first sync.
    const mayType =
      (this.doc.getArray('items').length > 0 || (this.line?.synced ?? false)) &&
      (!this.isObedient || this.line === null || mayWrite(this.line))
    if (edits && mayType && this.random.chance(0.5)) this.edit()
  }

  goOffline(): void {
    this.isOnline = false
    this.line?.socket.terminate()
  }

  /** The line is dead from this moment: confirmations that were not read by now do not count. */
  forgetLine(): void {
    this.listen()
  }

  private connect(): void {
    const line: RawClient = new RawClient(this.random.pick(this.urls()), this.draft, this.person, { doc: this.doc })
    if (this.isObedient) line.maySend = () => mayWrite(line)
    this.line = line
    this.sent = []
    line.onSync = (kind, n) => {
      if (kind !== SYNC.step2) return
      const open = [...this.added].filter(([, fate]) => fate === 'open').map(([item]) => item)
      const removed = [...this.removed]
        .filter(([item, known]) => !known && !this.givenUp.has(item))
        .map(([item]) => item)
      this.sent.push({ n, added: open, removed }) // S-3: everything the document holds
    }
    line.socket.on('open', () => line.sendSync(SYNC.step1, Y.encodeStateVector(this.doc)))
  }

  private listen(): void {
    const { line } = this
    if (!line) return
    for (const n of line.stored.splice(0)) this.confirm(n, line)
    if (!line.closed) return
    const { code } = line.closed
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1)
    this.line = null
    this.comeBackAt = Date.now() + 20 + this.random.below(150)
    const reason = closeReason(code)
    if (reason === CLOSE.notAllowed || reason === CLOSE.reload || reason === CLOSE.frozen) this.startAgain()
    else if (reason && !reason.retry) this.lies.push(`closed with ${reason.message}`)
  }

  private confirm(n: number, line: RawClient): void {
    if (n > line.sent) this.lies.push(`confirmed ${n} of ${line.sent}`)
    const done = this.sent.filter((sent) => sent.n <= n)
    this.sent = this.sent.filter((sent) => sent.n > n)
    for (const { added, removed } of done) {
      for (const item of added) if (this.added.get(item) === 'open') this.added.set(item, 'added')
      for (const item of removed) this.removed.set(item, true)
    }
  }

  /** The server refused what this document holds: throw it away and load the text as it is. */
  private startAgain(): void {
    this.doc = new Y.Doc()
    this.sent = []
    for (const [item, known] of this.removed) if (!known) this.givenUp.add(item)
    for (const [item, fate] of this.added) if (fate === 'open') this.added.set(item, 'unsure')
  }

  private edit(): void {
    const { line } = this
    const list = this.doc.getArray<string>('items')
    const added: string[] = []
    const removed: string[] = []
    const change = () => {
      if (list.length > 0 && this.random.chance(0.25)) {
        const at = this.random.below(list.length)
        removed.push(list.get(at))
        list.delete(at)
      } else {
        const item = `${this.name}.${this.count++}`
        added.push(item)
        list.insert(this.random.below(list.length + 1), [item])
      }
    }
    // As y-websocket does: whatever is typed while the line is open is sent, in step or not.
    if (line?.isOpen) {
      line.edit(change)
      this.sent.push({ n: line.sent, added, removed })
    } else this.doc.transact(change)
    for (const item of added) this.added.set(item, 'open')
    for (const item of removed) {
      if (!this.removed.get(item)) this.removed.set(item, false)
      this.givenUp.delete(item)
    }
  }
}

const mayWrite = (line: RawClient) => line.standing?.right === 'write'
