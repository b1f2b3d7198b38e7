/**
 * Looks at what the texts of open drafts mean, within seconds of a change (OPEN-1): what no client of ours makes is undone
 * by a change of the program's own, and whose page brought it is told. One text at a time, in a process of its own, for
 * a fraction of a core: who types honestly pays nothing, and a flood of poison only makes itself wait.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Flawed, Meaning } from './contract.ts'
import type { Offences } from './offences.ts'
import type { Room } from './room.ts'
import { authorsAfter } from './rows.ts'

/** A text is looked at once nothing has come for so long … */
const QUIET_MS = 1_000
/** … or, while people go on typing, this long after the first change. */
const LONGEST_MS = 4_000
/** Rest after each: a multiple of what it took, but poison has to go within seconds. */
const REST = 9
const LONGEST_REST_MS = 2_000
/** While others type in between, the undoing must be worked out anew. */
const TRIES = 5

interface Noted {
  /** Everything in the log up to here has been looked at. */
  position: number
  /** When the first change after that was seen; 0 = none. */
  since: number
}

export interface ExaminationParts {
  pool: Pool
  log: Logger
  meaning: Meaning
  offences: Offences
  rooms: () => Iterable<Room>
  catchUp: (room: Room) => Promise<void>
}

export class Examination {
  private readonly noted = new WeakMap<Room, Noted>()
  private busy: Room | null = null
  private running: Promise<void> | null = null
  private isClosed = false
  private readonly parts: ExaminationParts

  constructor(parts: ExaminationParts) {
    this.parts = parts
  }

  /** A room must not be let go while something in it has not been looked at. */
  needs(room: Room): boolean {
    return this.busy === room || this.dueSince(room, Date.now()) !== null
  }

  /** Called every second. */
  pulse(): void {
    if (this.isClosed) return
    this.running ??= this.run().finally(() => (this.running = null))
  }

  close(): void {
    this.isClosed = true
  }

  private async run(): Promise<void> {
    for (let room = this.next(); room && !this.isClosed; room = this.next()) {
      const began = performance.now()
      await this.attend(room)
      const rest = Math.min(REST * (performance.now() - began), LONGEST_REST_MS)
      await sleep(rest, undefined, { ref: false })
    }
  }

  /** The one that has waited longest. */
  private next(): Room | null {
    const now = Date.now()
    let first: Room | null = null
    let earliest = Infinity
    for (const room of this.parts.rooms()) {
      const since = this.dueSince(room, now)
      if (since === null || since >= earliest) continue
      if (now - room.lastStored < QUIET_MS && now - since < LONGEST_MS) continue
      first = room
      earliest = since
    }
    return first
  }

  /** Since when something waits to be looked at; null for nothing. A closed text is mended no more. */
  private dueSince(room: Room, now: number): number | null {
    const { state } = room
    if ((state.is !== 'live' && state.is !== 'draining') || room.frozenAt !== null) return null
    let noted = this.noted.get(room)
    if (!noted) this.noted.set(room, (noted = { position: 0, since: 0 }))
    if (room.position <= noted.position) return null
    return (noted.since ||= now)
  }

  private async attend(room: Room): Promise<void> {
    const noted = this.noted.get(room)
    if (!noted) return
    this.busy = room
    const { position: before } = noted
    try {
      for (let tries = 0; tries < TRIES; tries++) {
        const { position } = room
        const flawed = await this.look(room)
        if (flawed === null || (await this.undo(room, { flawed, position, before }))) {
          noted.position = position
          noted.since = 0
          break
        }
        await this.parts.catchUp(room)
      }
    } catch (error) {
      // It is looked at again after the next change.
      noted.position = room.position
      noted.since = 0
      const reason = error instanceof Error ? error.message : String(error)
      this.parts.log.error({ error: reason, draftId: room.draftId }, 'a text could not be examined')
    } finally {
      this.busy = null
    }
  }

  private async look({ draftId, state }: Room): Promise<Flawed | null> {
    if (state.is !== 'live' && state.is !== 'draining') return null
    return this.parts.meaning.examine(state.text.storedUpdates(), draftId)
  }

  /** False when the log has gone on meanwhile. */
  private async undo(room: Room, seen: { flawed: Flawed; position: number; before: number }): Promise<boolean> {
    const { pool, log, meaning } = this.parts
    const { flawed, position, before } = seen
    const { draftId } = room
    const brought = flawed.flaws.flatMap(({ at }) => (at === null ? [] : [at]))
    const authors = await authorsAfter(pool, draftId, before, brought)
    if (flawed.mend) {
      if (!(await meaning.undo({ draftId, position, update: flawed.mend, flaws: flawed.flaws, authors }))) return false
      await this.parts.catchUp(room)
    }
    log.warn(
      { draftId, flaws: flawed.flaws.length, authors, mended: flawed.mend !== null },
      'a text held what no page of ours makes',
    )
    this.tell(room, authors, new Set(brought.map(({ client }) => client)))
    if (!flawed.mend && flawed.isGrave) room.end('broken')
    return true
  }

  /** Whose rows brought it, by the log: a client id alone can be anybody's, for whoever writes it. */
  private tell(room: Room, authors: readonly string[], clients: ReadonlySet<number>): void {
    for (const connection of [...room.connections]) {
      if (!authors.includes(connection.identity.person.id)) continue
      if (![...connection.clients].some((client) => clients.has(client))) continue
      this.parts.offences.note(connection.identity.person.id, room.draftId, Date.now())
      connection.close('undone')
    }
  }
}
