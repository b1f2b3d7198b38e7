/**
 * Keeps opening cheap: what was stored since the last snapshot is squashed with it elsewhere and written back as
 * the new snapshot. What the snapshot holds of the log may then be put away compressed.
 */
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { archiveLog } from './archive.ts'
import type { Text } from './bytes/text.ts'
import type { Squash } from './contract.ts'
import type { Limits } from './limits.ts'
import type { Meter } from './metrics.ts'
import type { Room } from './room.ts'
import { saveSnapshot } from './rows.ts'

/** Squash when so many loose bytes have come, and a quarter of the text on top: its cost stays in proportion. */
const LOOSE_BYTES = 16 * 1024
const LOOSE_SHARE = 0.25
/** Or so many rows: reading them one by one is what makes an opening slow. */
const LOOSE_ROWS = 500
/** Rows that are not worth a squash when a room closes in which nothing was written. */
const FEW_ROWS = 20
const PAUSE_MS = 2_000
/** A squash waits for a quiet moment, but not for ever. */
const QUIET_MS = 1_500
const BUSY_FACTOR = 6

export interface CompactionParts {
  pool: Pool
  log: Logger
  squash: Squash
  meter: Meter
  limits: Limits
}

export class Compaction {
  private readonly busy = new Set<Room>()
  private readonly pausedUntil = new WeakMap<Room, number>()
  private readonly parts: CompactionParts

  constructor(parts: CompactionParts) {
    this.parts = parts
  }

  isBusy(room: Room): boolean {
    return this.busy.has(room)
  }

  /** Whether the room should be squashed now. */
  isDue(room: Room, now: number): boolean {
    const { state } = room
    if (state.is !== 'live' && state.is !== 'draining') return false
    if (this.busy.has(room) || room.position === 0 || now < (this.pausedUntil.get(room) ?? 0)) return false
    const rows = room.position - room.snapshotPosition
    const loose = state.text.looseBytes
    if (room.hasSuspects) return true
    if (state.is === 'draining') return room.storedMessages > 0 ? rows > 0 : rows >= FEW_ROWS
    const share = Math.max(loose / (LOOSE_BYTES + LOOSE_SHARE * state.text.baseBytes), rows / LOOSE_ROWS)
    return share >= (now - room.lastStored > QUIET_MS ? 1 : BUSY_FACTOR)
  }

  async run(room: Room): Promise<void> {
    if (room.state.is !== 'live' && room.state.is !== 'draining') return
    const { text } = room.state
    this.busy.add(room)
    try {
      await this.squash(room, text)
    } catch (error) {
      text.abandonCompaction()
      const reason = error instanceof Error ? error.message : String(error)
      this.parts.log.warn({ error: reason, draftId: room.draftId }, 'a text could not be squashed; it stays as it is')
    } finally {
      this.busy.delete(room)
      this.pausedUntil.set(room, Date.now() + PAUSE_MS)
    }
  }

  private async squash(room: Room, text: Text): Promise<void> {
    const { position } = room
    const settled = room.storedMessages
    const updates = text.beginCompaction()
    const squashed = await this.parts.squash(updates, room.draftId)
    const { characters } = squashed
    const state = asBuffer(squashed.state)
    const vector = asBuffer(squashed.vector)
    text.endCompaction(state)
    room.settleSuspects(settled)
    await saveSnapshot(this.parts.pool, room.draftId, position, state, vector)
    room.snapshotPosition = position
    this.parts.meter.squashed(state.length, characters)
    const archived = await archiveLog(this.parts.pool, room.draftId, this.parts.limits)
    if (archived) this.parts.meter.archived(archived.rawBytes, archived.bytes)
  }
}

/** Of its own size: what comes from elsewhere may lie in a larger buffer, all of which the text would keep. */
function asBuffer(bytes: Uint8Array): Buffer {
  const exact = Buffer.allocUnsafeSlow(bytes.length)
  exact.set(bytes)
  return exact
}
