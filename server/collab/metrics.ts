/** What the operator sees of this room (prom-client). Numbers only: no text, no names. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { CloseName } from '../../src/lib/collab/close.ts'
import type { CollaborationStats } from './contract.ts'

export interface Meter {
  committed(seconds: number, messages: number): void
  refused(name: CloseName): void
  /** A text was squashed: its encoded size and the characters a person would count. */
  squashed(bytes: number, characters: number): void
  /** Rows of the log were put away compressed: their size before and after. */
  archived(rawBytes: number, bytes: number): void
}

export const NO_METER: Meter = { committed() {}, refused() {}, squashed() {}, archived() {} }

export function createMeter(registry: Registry, stats: () => CollaborationStats): Meter {
  const registers = [registry]
  const gauges: [string, string, (now: CollaborationStats) => number][] = [
    ['butphe_collab_rooms', 'Drafts open on this node', (now) => now.rooms],
    ['butphe_collab_connections', 'Open sockets', (now) => now.connections],
    ['butphe_collab_unsaved_messages', 'Edits accepted and not yet on disk', (now) => now.unsaved],
    ['butphe_collab_unsaved_bytes', 'Their bytes', (now) => now.unsavedBytes],
  ]
  for (const [name, help, read] of gauges) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(stats()))
      },
    })
  }
  const commits = new Histogram({
    name: 'butphe_collab_commit_seconds',
    help: 'From the start of a commit of the text log to its answer',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  const stored = new Counter({ name: 'butphe_collab_stored_messages_total', help: 'Edits stored', registers })
  const refused = new Counter({
    name: 'butphe_collab_refused_total',
    help: 'Connections closed or refused, by reason (the names of close codes)',
    labelNames: ['reason'],
    registers,
  })
  const density = new Histogram({
    name: 'butphe_collab_bytes_per_character',
    help: 'Encoded text against what a person would count, at each squash',
    buckets: [1, 1.5, 2, 3, 5, 8, 13, 25, 50, 100],
    registers,
  })
  const archivedRaw = new Counter({ name: 'butphe_collab_archived_raw_bytes_total', help: 'Log put away', registers })
  const archived = new Counter({ name: 'butphe_collab_archived_bytes_total', help: 'What it takes now', registers })
  return {
    committed(seconds, messages) {
      commits.observe(seconds)
      stored.inc(messages)
    },
    refused: (reason) => refused.inc({ reason }),
    squashed: (bytes, characters) => density.observe(bytes / Math.max(1, characters)),
    archived(rawBytes, bytes) {
      archivedRaw.inc(rawBytes)
      archived.inc(bytes)
    },
  }
}
