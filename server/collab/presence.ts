/**
 * Who is in the draft and where their carets are (y-protocols awareness). The server owns it: a state belongs to the
 * connection that brought it, its `user` is written here, and it ends with the connection. So nobody can appear as
 * somebody else, move another's caret, or stay on after leaving.
 */
import { Reader, sizeOfNumber, writeNumber } from './bytes/wire.ts'
import type { Person } from './contract.ts'
import type { Limits } from './limits.ts'

/** Whoever brings a state: a connection. */
export interface Owner {
  /** Later ones have greater numbers. */
  readonly number: number
  readonly identity: { person: Person }
}

interface State {
  /** null: a connection of another node. */
  owner: Owner | null
  personId: string
  /** Clock the owner sent last. */
  heard: number
  /** Clock the others were told. It only grows, also when the owner comes back with an older one. */
  told: number
  json: string
  /** Last sign of it; states from other nodes that are not renewed end. */
  at: number
}

interface Departed {
  told: number
  /** Connections up to this number knew the state and may still echo it: y-websocket clients send back what they hear. */
  knownTo: number
  at: number
}

type PresenceLimits = Pick<Limits, 'presenceFrameBytes' | 'presenceBytes' | 'presencesPerConnection' | 'presencesEver'>

export type Fault = 'badFrame' | 'presenceTooLarge'

const REMEMBER_MS = 60_000
const REMOTE_MS = 45_000
const GONE = 'null'

export class Presence {
  private readonly states = new Map<number, State>()
  private readonly departed = new Map<number, Departed>()
  private readonly limits: PresenceLimits
  /** How many carets a connection has brought. */
  private readonly brought = new WeakMap<Owner, number>()
  private readonly newestConnection: () => number
  /** What others have not been told yet, and whether it happened here. */
  private changed = new Map<number, 'here' | 'elsewhere'>()

  constructor(limits: PresenceLimits, newestConnection: () => number) {
    this.limits = limits
    this.newestConnection = newestConnection
  }

  get size(): number {
    return this.states.size
  }

  get hasChanges(): boolean {
    return this.changed.size > 0
  }

  /** Takes an awareness update from a connection; says what is wrong with it, if anything. */
  receive(owner: Owner, payload: Buffer): Fault | null {
    if (payload.length > this.limits.presenceFrameBytes) return 'presenceTooLarge'
    const reader = new Reader(payload)
    const count = reader.number()
    for (let i = 0; i < count && reader.ok; i++) {
      const client = reader.number()
      const clock = reader.number()
      const json = reader.slice()
      if (!reader.ok) break
      const fault = this.receiveOne(owner, client, clock, json)
      if (fault) return fault
    }
    return reader.ok && reader.done ? null : 'badFrame'
  }

  private receiveOne(owner: Owner, client: number, clock: number, json: Buffer): Fault | null {
    const known = this.states.get(client)
    if (known?.owner === owner && clock === known.heard && isGone(json)) this.end(client)
    if (!this.mayBring(owner, client, clock, known)) return null
    if (isGone(json)) {
      if (known?.owner === owner) this.end(client)
      return null
    }
    if (json.length > this.limits.presenceBytes) return 'presenceTooLarge'
    const isOwn = known?.owner === owner
    if (!isOwn && !this.mayHaveOneMore(owner)) return 'presenceTooLarge'
    const { person } = owner.identity
    const state = signed(json, person)
    if (state === null) return 'badFrame'
    if (!isOwn) this.brought.set(owner, (this.brought.get(owner) ?? 0) + 1)
    const told = Math.max(clock, (known?.told ?? this.departed.get(client)?.told ?? -1) + 1)
    this.states.set(client, { owner, personId: person.id, heard: clock, told, json: state, at: Date.now() })
    this.departed.delete(client)
    this.changed.set(client, 'here')
    return null
  }

  private mayBring(owner: Owner, client: number, clock: number, known: State | undefined): boolean {
    if (!known) return !this.isEcho(owner, client, clock)
    if (known.owner === owner) return clock > known.heard
    // The same page may have been connected to another node, which has gone.
    return known.owner === null && known.personId === owner.identity.person.id && clock > known.told
  }

  private isEcho(owner: Owner, client: number, clock: number): boolean {
    const departed = this.departed.get(client)
    return departed !== undefined && owner.number <= departed.knownTo && clock <= departed.told
  }

  /** Who is there as that client; `owner` is null of who is connected to another node. */
  bearerOf(client: number): { owner: Owner | null; personId: string } | undefined {
    return this.states.get(client)
  }

  private mayHaveOneMore(owner: Owner): boolean {
    const { presencesPerConnection, presencesEver } = this.limits
    return this.ownedBy(owner) < presencesPerConnection && (this.brought.get(owner) ?? 0) < presencesEver
  }

  private ownedBy(owner: Owner): number {
    let count = 0
    for (const state of this.states.values()) if (state.owner === owner) count++
    return count
  }

  /** The connection is gone, and its carets with it. */
  leave(owner: Owner): void {
    for (const [client, state] of this.states) if (state.owner === owner) this.end(client)
  }

  private end(client: number, where: 'here' | 'elsewhere' = 'here'): void {
    const told = (this.states.get(client)?.told ?? 0) + 1
    this.states.delete(client)
    this.departed.set(client, { told, knownTo: this.newestConnection(), at: Date.now() })
    this.changed.set(client, where)
  }

  /** Takes states another node has checked. */
  receiveRemote(payload: Buffer): void {
    const reader = new Reader(payload)
    const count = reader.number()
    for (let i = 0; i < count && reader.ok; i++) {
      const client = reader.number()
      const clock = reader.number()
      const json = reader.slice().toString('utf8')
      if (!reader.ok) return
      const known = this.states.get(client)
      if (known?.owner || (known && clock <= known.told)) continue
      if (json === GONE) {
        if (known) this.end(client, 'elsewhere')
      } else {
        const personId = personIn(json)
        this.states.set(client, { owner: null, personId, heard: clock, told: clock, json, at: Date.now() })
        this.departed.delete(client)
        this.changed.set(client, 'elsewhere')
      }
    }
  }

  /** Ends states of other nodes that are no longer renewed, and forgets who left long ago. */
  tidy(now: number): void {
    for (const [client, state] of this.states) {
      if (state.owner === null && now - state.at > REMOTE_MS) this.end(client, 'elsewhere')
    }
    for (const [client, departed] of this.departed) {
      if (now - departed.at > REMEMBER_MS) this.departed.delete(client)
    }
  }

  /** Everything there is, for a newcomer; null when nobody is there. */
  everything(): Buffer | null {
    return this.states.size === 0 ? null : this.encode(this.states.keys())
  }

  /** What this node's own connections show, for other nodes; null when nothing. */
  everythingLocal(): Buffer | null {
    const local = [...this.states].filter(([, state]) => state.owner !== null).map(([client]) => client)
    return local.length === 0 ? null : this.encode(local)
  }

  /** Hands over what changed since the last call: for one owner without its own states, or for everybody. */
  takeChanges(): Changes {
    const clients = [...this.changed.keys()]
    const here = clients.filter((client) => this.changed.get(client) === 'here')
    this.changed = new Map()
    const owners = new Map<number, Owner | null>()
    for (const client of clients) owners.set(client, this.states.get(client)?.owner ?? null)
    return {
      owners: new Set([...owners.values()].filter((owner) => owner !== null)),
      all: this.encode(clients),
      here: here.length === 0 ? null : this.encode(here),
      without: (owner) => {
        const others = clients.filter((client) => owners.get(client) !== owner)
        return others.length === 0 ? null : this.encode(others)
      },
    }
  }

  private encode(clients: Iterable<number>): Buffer {
    const parts: { client: number; clock: number; json: Buffer }[] = []
    let size = 0
    for (const client of clients) {
      const state = this.states.get(client)
      const clock = state?.told ?? this.departed.get(client)?.told ?? 0
      const json = Buffer.from(state?.json ?? GONE, 'utf8')
      parts.push({ client, clock, json })
      size += sizeOfNumber(client) + sizeOfNumber(clock) + sizeOfNumber(json.length) + json.length
    }
    const into = Buffer.allocUnsafe(sizeOfNumber(parts.length) + size)
    let at = writeNumber(into, 0, parts.length)
    for (const { client, clock, json } of parts) {
      at = writeNumber(into, at, client)
      at = writeNumber(into, at, clock)
      at = writeNumber(into, at, json.length)
      at += json.copy(into, at)
    }
    return into
  }
}

export interface Changes {
  /** Connections whose own states are among them. */
  owners: Set<Owner>
  all: Buffer
  /** What happened on this node, for the others. */
  here: Buffer | null
  /** What to tell an owner: a client that hears its own state with a newer clock would take it for its own. */
  without(owner: Owner): Buffer | null
}

function isGone(json: Buffer): boolean {
  return json.length === 4 && json.toString('latin1') === GONE
}

function personIn(json: string): string {
  try {
    const state = JSON.parse(json) as { user?: { id?: unknown } } | null
    return String(state?.user?.id ?? '')
  } catch {
    return ''
  }
}

/** The state with `user` as the server knows the person; null when it is no JSON object. */
function signed(json: Buffer, person: Person): string | null {
  try {
    const state: unknown = JSON.parse(json.toString('utf8'))
    if (typeof state !== 'object' || state === null || Array.isArray(state)) return null
    return JSON.stringify({ ...state, user: { id: person.id, name: person.name, color: person.color } })
  } catch {
    return null
  }
}
