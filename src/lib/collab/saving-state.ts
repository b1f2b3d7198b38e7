/** What the indicator says. Pure, so that every sentence it can show has a test: it must never promise too much. */
import type { CloseReason } from './close.ts'
import type { Standing } from './protocol.ts'
import type { Reach } from './reach.ts'
import { mayChangeText } from './standing.ts'

export type ConnectionStatus =
  | { kind: 'connecting' }
  | { kind: 'live'; since: number }
  /** Between two attempts or in one; `retryAt` is when the next begins or the present one began;
   * `messageKey` is the server's reason, when it gave one. */
  | { kind: 'offline'; since: number; retryAt: number; messageKey: CloseReason['message'] | null }
  /** The server ended it for good; `messageKey` is the sentence a person reads. */
  | { kind: 'refused'; code: number; messageKey: CloseReason['message'] | 'collab_close_unknown' }
  | { kind: 'closed' }

export type Saving = 'stored' | 'saving' | 'unsaved' | 'read-only'
export type Tone = 'calm' | 'busy' | 'warning'

/** Live, and still no word from the disk after so long: no longer called "being saved". */
const SLOW_SAVE_MS = 8_000
/** The same where the browser knows of no network: the line itself is found dead only after seconds of silence. */
const NO_NETWORK_MS = 1_000

export interface SavingFacts {
  status: ConnectionStatus
  standing: Standing | null
  /** The text is here. */
  synced: boolean
  unsaved: number
  /** Since when something is unsaved, ms since 1970. */
  unsavedSince: number | null
  /** Unsaved changes outlive this tab. */
  isKept: boolean
  /** Changes the draft did not take. */
  stranded: number
  reach: Reach | null
  /** False: the browser knows of no network. A server on this very computer needs none. */
  isOnline: boolean
  now: number
}

export type SavingSentence =
  | {
      key:
        | 'collab_opening'
        | 'collab_not_open'
        | 'collab_saved'
        | 'collab_saving'
        | 'collab_saved_offline'
        | 'collab_saved_blocked'
    }
  | { key: 'collab_read_only' | 'collab_stopped' }
  | { key: 'collab_read_only_frozen'; time: string }
  | { key: UnsavedKey | 'collab_stranded'; count: number }

type UnsavedKey =
  | 'collab_unsaved'
  | 'collab_unsaved_slow'
  | 'collab_unsaved_no_network'
  | 'collab_unsaved_blocked'
  | 'collab_unsaved_stopped'
  | 'collab_unsaved_not_kept'

export interface SavingState {
  saving: Saving
  sentence: SavingSentence
  tone: Tone
}

export const SAVING: SavingState = { saving: 'saving', sentence: { key: 'collab_saving' }, tone: 'busy' }

export function savingState(facts: SavingFacts): SavingState {
  if (facts.unsaved > 0) return whileUnsaved(facts)
  if (facts.stranded > 0) {
    return { saving: 'unsaved', sentence: { key: 'collab_stranded', count: facts.stranded }, tone: 'warning' }
  }
  return { saving: isWritable(facts) ? 'stored' : 'read-only', ...whileAllIsStored(facts) }
}

/** Of a page without a connection, which shows what was frozen. */
export function readingState(frozenAt: Date, now: number): SavingState {
  const sentence = { key: 'collab_read_only_frozen' as const, time: momentIn(frozenAt.toISOString(), now) }
  return { saving: 'read-only', sentence, tone: 'calm' }
}

function whileUnsaved(facts: SavingFacts): SavingState {
  const { status, unsaved: count } = facts
  const age = facts.now - (facts.unsavedSince ?? facts.now)
  const patience = facts.isOnline ? SLOW_SAVE_MS : NO_NETWORK_MS
  if (status.kind === 'live' && age < patience) return SAVING
  return { saving: 'unsaved', sentence: { key: unsavedKey(facts), count }, tone: 'warning' }
}

function unsavedKey({ status, reach, isKept, isOnline }: SavingFacts): UnsavedKey {
  if (!isKept) return 'collab_unsaved_not_kept'
  if (status.kind === 'refused' || status.kind === 'closed') return 'collab_unsaved_stopped'
  if (!isOnline) return 'collab_unsaved_no_network'
  if (status.kind === 'live') return 'collab_unsaved_slow'
  return reach === 'socket-blocked' ? 'collab_unsaved_blocked' : 'collab_unsaved'
}

function whileAllIsStored({ status, standing, synced, reach, now }: SavingFacts): Omit<SavingState, 'saving'> {
  if (status.kind === 'refused' || status.kind === 'closed')
    return { sentence: { key: 'collab_stopped' }, tone: 'warning' }
  if (standing?.frozenAt) {
    return { sentence: { key: 'collab_read_only_frozen', time: momentIn(standing.frozenAt, now) }, tone: 'calm' }
  }
  if (reach === 'socket-blocked') return { sentence: { key: 'collab_saved_blocked' }, tone: 'warning' }
  if (!standing || !synced) {
    if (status.kind === 'offline') return { sentence: { key: 'collab_not_open' }, tone: 'warning' }
    return { sentence: { key: 'collab_opening' }, tone: 'calm' }
  }
  if (!mayChangeText(standing)) return { sentence: { key: 'collab_read_only' }, tone: 'calm' }
  if (status.kind !== 'live') return { sentence: { key: 'collab_saved_offline' }, tone: 'warning' }
  return { sentence: { key: 'collab_saved' }, tone: 'calm' }
}

function isWritable({ status, standing, synced }: SavingFacts): boolean {
  return synced && standing !== null && mayChangeText(standing) && (status.kind === 'live' || status.kind === 'offline')
}

/** "10:32" on the same day, "10:32 24/11/2026" on another, as the office's clock shows it. */
export function momentIn(iso: string, now: number): string {
  const then = new Date(iso)
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short' })
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', timeStyle: 'short' }).format(then)
  return day.format(then) === day.format(now) ? time : `${time} ${day.format(then)}`
}
