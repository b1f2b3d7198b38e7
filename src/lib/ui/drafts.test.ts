import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import type { DraftState } from '../vocabulary.ts'
import { describeDue } from './dates.ts'
import DraftList from './DraftList.svelte'

const now = new Date('2026-11-29T03:00:00Z')
const dueAt = new Date('2026-11-30T03:00:00Z')
const row = {
  ...{ id: 'a', kind: 'bao-cao', subject: 'Kết quả', holder: null, heldSince: now, dueAt, openThreads: 0 },
  ...{ owner: { id: 'b', name: 'Trần Đức Ưng' }, symbol: null, issuedAt: null },
}

it('warns of a deadline only while a paper is under way', () => {
  const warns = (state: DraftState) =>
    render(DraftList, { props: { rows: [{ ...row, state }], now, shows: 'owner' } }).body.includes(
      describeDue(dueAt, now).text,
    )
  for (const state of ['drafting', 'review', 'approval', 'approved', 'finalizing', 'signed'] as const)
    expect(warns(state)).toBe(true)
  for (const state of ['issued', 'cancelled', 'voided'] as const) expect(warns(state)).toBe(false)
})
