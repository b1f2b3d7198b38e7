import { describe, expect, it } from 'vitest'
import { m } from '$lib/paraglide/messages'
import type { KeyState } from '../../vocabulary.ts'
import { obstacleOf } from './obstacle.ts'
import type { StatusView } from './types.ts'

const key = (state: KeyState) => ({ state, subject: null, validTo: null, isEvaluation: false })
const status = (change: Partial<StatusView>): StatusView => ({
  ...{ state: 'signed', step: 5, entry: null, revision: null, steps: [], files: [], canResume: false },
  ...{
    ownKey: null,
    sealKey: null,
    ways: [],
    asked: null,
    isDayOver: false,
    byHand: null,
    hasSealRight: true,
    stuck: null,
  },
  ...change,
})
const retired = m.admin_key_retired().toLocaleLowerCase()

describe('what stands in the way of a signature or a seal', () => {
  it('is named exactly to the clerk whose seal was retired, and to the administrator who only looks', () => {
    const stuck = { state: 'signed', reason: 'no_key', key: 'retired', signerName: 'Lò Văn Thưởng' } as const
    const text = m.work_stuck_no_seal({ state: retired })
    const said = { title: m.finalize_not_sealed(), text, isKey: true }
    expect(obstacleOf('seal', status({ sealKey: key('retired'), stuck }), null)).toEqual(said)
    expect(obstacleOf(null, status({ stuck }), null)).toEqual(said)
  })

  it('is named exactly to a signer whose key is gone', () => {
    const said = { text: m.finalize_no_key({ state: retired }), isKey: true }
    expect(obstacleOf('resume', status({ state: 'finalizing', ownKey: key('retired') }), null)).toMatchObject(said)
  })

  it('is the right to the seal, where the clerk is not on record for it', () => {
    const said = { text: m.error_no_seal_right(), isKey: false }
    expect(obstacleOf('seal', status({ sealKey: key('usable'), hasSealRight: false }), null)).toMatchObject(said)
  })

  it('is the day on the paper, once that is over', () => {
    const over = status({ state: 'finalizing', ownKey: key('usable'), isDayOver: true })
    expect(obstacleOf('resume', over, null)).toMatchObject({ text: m.error_day_over(), isKey: false })
  })

  it('is nothing where the key is there, where none is needed, and while somebody is signing', () => {
    const waiting = { state: 'finalizing', reason: 'waiting', signerName: 'Lò Văn Thưởng' } as const
    expect(obstacleOf('seal', status({ sealKey: key('usable') }), null)).toBeNull()
    expect(obstacleOf('issue', status({ sealKey: key('retired') }), null)).toBeNull()
    expect(obstacleOf(null, status({ state: 'finalizing', stuck: waiting }), null)).toBeNull()
  })
})
