import { expect, test } from 'vitest'
import { m } from '$lib/paraglide/messages'
import en from '../../messages/en/collab.json' with { type: 'json' }
import vi from '../../messages/vi/collab.json' with { type: 'json' }
import { momentIn, type SavingFacts, savingState } from './saving-state.ts'
import { savingText } from './saving-text.ts'

const now = Date.parse('2026-11-24T04:00:00Z')
const calm: SavingFacts = {
  status: { kind: 'live', since: now },
  standing: { right: 'write', frozenAt: null, schemaVersion: 1 },
  synced: true,
  unsaved: 0,
  unsavedSince: null,
  isKept: true,
  stranded: 0,
  reach: null,
  isOnline: true,
  now,
}
const offline = { kind: 'offline', since: now, retryAt: now, messageKey: null } as const
const refused = { kind: 'refused', code: 4401, messageKey: 'collab_close_not_signed_in' } as const
const frozen = { right: 'read', frozenAt: '2026-11-24T03:32:00Z', schemaVersion: 1 } as const
const state = (change: Partial<SavingFacts>) => savingState({ ...calm, ...change })

test('SAVE-1: "saved" stands there only with nothing unsaved, on a live line, for a person who may write', () => {
  expect(state({})).toEqual({ saving: 'stored', sentence: { key: 'collab_saved' }, tone: 'calm' })
  for (const change of [{ unsaved: 1 }, { status: offline }, { status: refused }, { synced: false }, { stranded: 1 }]) {
    expect(state(change).sentence.key).not.toBe('collab_saved')
  }
})

test('SAVE-1: unsaved changes are "being saved" for a moment, then called unsaved', () => {
  expect(state({ unsaved: 3, unsavedSince: now - 1_000 })).toMatchObject({ saving: 'saving', tone: 'busy' })
  expect(state({ unsaved: 3, unsavedSince: now - 60_000 })).toMatchObject({
    saving: 'unsaved',
    sentence: { key: 'collab_unsaved_slow', count: 3 },
  })
})

test('SAVE-2: offline, blocked, refused, not kept: each says how many changes are unsaved and where they are', () => {
  const unsaved = { unsaved: 12, unsavedSince: now - 100 }
  const key = (change: Partial<SavingFacts>) => state({ ...unsaved, ...change }).sentence
  expect(key({ status: offline })).toEqual({ key: 'collab_unsaved', count: 12 })
  expect(key({ status: offline, reach: 'socket-blocked' })).toEqual({ key: 'collab_unsaved_blocked', count: 12 })
  expect(key({ status: refused })).toEqual({ key: 'collab_unsaved_stopped', count: 12 })
  expect(key({ status: offline, isKept: false })).toEqual({ key: 'collab_unsaved_not_kept', count: 12 })
  expect(savingText(key({ status: offline }))).toContain('12')
})

test('without a network that is said soon, though the line is not known to be dead yet; what is stored stays stored', () => {
  const typed = { isOnline: false, unsaved: 2, unsavedSince: now - 200 }
  expect(state(typed).sentence.key).toBe('collab_saving') // a server on this computer answers within this time
  const waited = { ...typed, unsavedSince: now - 1_000 }
  const told = { key: 'collab_unsaved_no_network', count: 2 }
  expect(state(waited)).toEqual({ saving: 'unsaved', sentence: told, tone: 'warning' })
  expect(state({ ...waited, status: offline }).sentence).toEqual(told)
  expect(state({ ...waited, isKept: false }).sentence.key).toBe('collab_unsaved_not_kept')
  expect(state({ isOnline: false }).sentence.key).toBe('collab_saved')
})

test('a draft that cannot be opened is not called "opening" for ever', () => {
  const nothing = { standing: null, synced: false }
  expect(state({ ...nothing, status: { kind: 'connecting' } }).sentence.key).toBe('collab_opening')
  expect(state({ ...nothing, status: offline })).toMatchObject({
    sentence: { key: 'collab_not_open' },
    tone: 'warning',
  })
})

test('read-only says why: closed at a time, or no right to write', () => {
  expect(state({ standing: frozen })).toMatchObject({
    saving: 'read-only',
    sentence: { key: 'collab_read_only_frozen', time: '10:32' },
  })
  expect(state({ standing: { ...frozen, frozenAt: null } }).sentence.key).toBe('collab_read_only')
  expect(savingText(state({ standing: frozen }).sentence)).toContain('10:32')
})

test('a moment of another day carries its date', () => {
  expect(momentIn('2026-11-24T03:32:00Z', now)).toBe('10:32')
  expect(momentIn('2026-11-20T18:05:00Z', now)).toBe('01:05 21/11/2026')
})

test('all sentences exist in both languages with the same blanks', () => {
  const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  expect(Object.keys(vi).sort()).toEqual(Object.keys(en).sort())
  for (const [key, text] of Object.entries(vi)) {
    const other = Object.entries(en).find(([name]) => name === key)?.[1] ?? ''
    expect(blanks(other), key).toEqual(blanks(text))
  }
  expect(m.collab_saved({}, { locale: 'vi' })).toBe('Đã lưu')
})
