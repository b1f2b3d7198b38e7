/** The lists of "my work": what each is called, whose name its lines show, and which states it can be narrowed down to. */
import { m } from '$lib/paraglide/messages'
import type { DraftState } from '../vocabulary.ts'

export type WorkListName = 'waiting' | 'written' | 'following' | 'voided' | 'issued'

export const workListName = (list: WorkListName): string => {
  switch (list) {
    case 'waiting':
      return m.work_waiting()
    case 'written':
      return m.work_written()
    case 'following':
      return m.work_following()
    case 'voided':
      return m.work_voided()
    case 'issued':
      return m.work_issued()
  }
}

export const WORK_LIST_SHOWS = {
  waiting: 'owner',
  written: 'holder',
  following: 'holder',
  voided: 'owner',
  issued: 'issued',
} as const satisfies Record<WorkListName, 'owner' | 'holder' | 'issued'>

const UNDER_WAY: DraftState[] = ['drafting', 'review', 'approval', 'approved', 'finalizing', 'signed']

/** Empty where a list holds one state only. */
export const workListStates = (list: WorkListName): DraftState[] =>
  list === 'voided' || list === 'issued' ? [] : UNDER_WAY
