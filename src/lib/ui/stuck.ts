/** What holds a paper up, and what can be done about it, in words. */
import { m } from '$lib/paraglide/messages'
import type { IssueStep, KeyState } from '../vocabulary.ts'
import { keyStateName } from './keys.ts'

export type Stuck = { state: 'approved' | 'finalizing' | 'signed'; signerName: string } & (
  | { reason: 'signer_left' | 'no_right' | 'no_clerk' | 'day_over' | 'waiting' }
  | { reason: 'no_key'; key: KeyState }
  | { reason: 'failed'; step: IssueStep }
)

/** "Khóa con dấu của cơ quan: đã thôi dùng." */
export const noSealText = (key: KeyState): string => m.work_stuck_no_seal({ state: within(key) })
/** "Khóa ký của Lò Văn Thưởng: đã thôi dùng." */
export const noKeyText = (name: string, key: KeyState): string => m.work_stuck_no_key({ name, state: within(key) })

const within = (key: KeyState) => keyStateName(key, 0).toLocaleLowerCase()

const FAILED: Record<IssueStep, () => string> = {
  frozen: () => m.work_stuck_failed_typeset(),
  typeset: () => m.work_stuck_failed_typeset(),
  signed: () => m.work_stuck_failed_signed(),
  sealed: () => m.work_stuck_failed_sealed(),
  issued: () => m.work_stuck_failed_issued(),
}

export function causeOf(stuck: Stuck): string {
  const name = stuck.signerName
  switch (stuck.reason) {
    case 'signer_left':
      return m.work_stuck_signer_left({ name })
    case 'no_right':
      return m.work_stuck_no_right({ name })
    case 'no_clerk':
      return m.work_stuck_no_clerk()
    case 'day_over':
      return m.work_stuck_day_over()
    case 'waiting':
      return m.work_stuck_waiting({ name })
    case 'no_key':
      return stuck.state === 'signed' ? noSealText(stuck.key) : noKeyText(name, stuck.key)
    case 'failed':
      return FAILED[stuck.step]()
  }
}

/** Of a paper without a number, which is taken back instead of cancelled; null of others, whose page says it. */
export function remedyOf({ state, reason }: Stuck): string | null {
  if (state !== 'approved') return null
  return reason === 'no_key' ? m.work_stuck_mend_key() : m.work_stuck_mend_signer()
}
