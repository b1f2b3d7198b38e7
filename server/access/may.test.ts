import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/lib/errors.ts'
import {
  type Action,
  ACTIONS,
  DRAFT_STATES,
  type DraftPart,
  type DraftState,
  type Role,
  ROLES,
} from '../../src/lib/vocabulary.ts'
import { allowedActions, type DraftFacts, may, need, textRight } from './may.ts'
import type { Person } from './person.ts'

const AGENCY = 'agency'
const PARTS: (DraftPart | null)[] = ['owner', 'author', 'suggester', 'reviewer', 'leader', 'clerk', null]

const person = (roles: Role[], over: Partial<Person> = {}): Person => ({
  id: 'me',
  agencyId: AGENCY,
  unitId: null,
  username: 'me',
  name: 'Lò Thị Mai',
  position: 'Chuyên viên',
  roles,
  ...over,
})
const draft = (state: DraftState, parts: DraftPart[], holderId: string | null = 'other'): DraftFacts => ({
  id: 'draft',
  agencyId: AGENCY,
  state,
  holderId,
  createdBy: 'other',
  parts,
})

/**
 * The whole table again, written from the decision record and not from the code: for each state, who may do what.
 * "holds" = the draft is in this person's hands.
 */
const EXPECTED: Record<DraftState, (who: { part: DraftPart | null; holds: boolean; role: Role }) => Action[]> = {
  drafting: ({ part }) => {
    if (part === 'owner')
      return ['see', 'comment', 'resolve', 'write', 'suggest', 'decide', 'invite', 'deadline', 'submit', 'cancel']
    if (part === 'author')
      return ['see', 'comment', 'resolve', 'write', 'suggest', 'decide', 'invite', 'deadline', 'submit']
    if (part === 'suggester') return ['see', 'comment', 'resolve', 'suggest']
    return part ? ['see', 'comment', 'resolve'] : []
  },
  review: ({ part, holds, role }) => {
    if (!part) return []
    const own: Action[] = part === 'owner' ? ['deadline', 'withdraw'] : []
    const held: Action[] = holds ? ['deadline', 'return', 'pass'] : []
    return ['see', 'comment', 'resolve', ...own, ...held, ...improving({ part, holds, role })]
  },
  approval: ({ part, holds, role }) => {
    if (!part) return []
    const own: Action[] = part === 'owner' ? ['deadline', 'withdraw'] : []
    const held: Action[] = holds ? ['deadline', 'return', ...(role === 'leader' ? (['approve'] as const) : [])] : []
    return ['see', 'comment', 'resolve', ...own, ...held, ...improving({ part, holds, role })]
  },
  approved: ({ part, holds, role }) => {
    if (!part) return []
    const own: Action[] = part === 'owner' ? ['deadline', 'withdraw'] : []
    const held: Action[] = holds ? ['deadline', 'return', ...(role === 'leader' ? (['finalize'] as const) : [])] : []
    return ['see', 'resolve', ...own, ...held]
  },
  finalizing: ({ part, holds, role }) => {
    if (role === 'clerk' || role === 'admin') return ['see', 'void']
    if (!part) return []
    const held: Action[] = holds ? ['void', ...(role === 'leader' ? (['finalize'] as const) : [])] : []
    return ['see', ...held]
  },
  signed: ({ part, role }) => {
    if (role === 'clerk') return ['see', 'seal', 'issue', 'void']
    if (role === 'admin') return ['see', 'void']
    return part ? ['see'] : []
  },
  issued: () => ['see'],
  cancelled: ({ part }) => (part ? ['see'] : []),
  voided: ({ part, role }) => (part || role === 'clerk' || role === 'admin' ? ['see'] : []),
}

/** Under review a text is improved by suggestions: of whoever has it, who was asked for them, and its authors, who decide; so does a leader who has it. */
function improving({ part, holds, role }: { part: DraftPart; holds: boolean; role: Role }): Action[] {
  const isAuthor = part === 'owner' || part === 'author'
  const suggests: Action[] = isAuthor || holds || part === 'suggester' ? ['suggest'] : []
  const asks: Action[] = isAuthor || holds ? ['invite'] : []
  return [...suggests, ...asks, ...(isAuthor || (holds && role === 'leader') ? (['decide'] as const) : [])]
}

describe('GUARD-1: what a person may do to a draft', () => {
  for (const state of DRAFT_STATES) {
    test(`every role, part and action while the state is ${state}`, () => {
      for (const role of ROLES) {
        for (const part of PARTS) {
          for (const holds of [false, true]) {
            const who = person([role])
            const what = draft(state, part ? [part] : [], holds ? 'me' : 'other')
            const expected = new Set(EXPECTED[state]({ part, holds, role }))
            for (const action of ACTIONS) {
              expect(may(who, action, what), `${role}, part ${part}, holds ${holds}: ${action}`).toBe(
                expected.has(action),
              )
            }
            expect(allowedActions(who, what)).toEqual(ACTIONS.filter((action) => expected.has(action)))
          }
        }
      }
    })
  }

  test('nobody of another agency may do anything, whatever their roles and parts', () => {
    const stranger = person([...ROLES], { agencyId: 'another' })
    for (const state of DRAFT_STATES) {
      const what = draft(state, ['owner', 'author', 'reviewer', 'leader', 'clerk'], 'me')
      expect(allowedActions(stranger, what), state).toEqual([])
    }
  })

  test('several parts and roles add up', () => {
    const what = draft('review', ['owner', 'reviewer'], 'me')
    expect(allowedActions(person(['specialist', 'reviewer']), what)).toEqual(
      ACTIONS.filter((a) =>
        ['see', 'comment', 'resolve', 'suggest', 'decide', 'invite', 'deadline', 'withdraw', 'return', 'pass'].includes(
          a,
        ),
      ),
    )
  })

  test('being an administrator opens no draft before a number hangs on it', () => {
    for (const state of ['drafting', 'review', 'approval', 'approved', 'cancelled'] as const) {
      expect(allowedActions(person(['admin']), draft(state, [])), state).toEqual([])
    }
  })
})

describe('GUARD-1: the right to the text', () => {
  test('only its authors write, and only while it is being drafted', () => {
    for (const state of DRAFT_STATES) {
      for (const part of PARTS) {
        const right = textRight(person(['specialist', 'reviewer', 'leader']), draft(state, part ? [part] : [], 'me'))
        const writes = state === 'drafting' && (part === 'owner' || part === 'author')
        expect(right === 'write', `${state}, ${part}`).toBe(writes)
      }
    }
  })

  test('falls to suggest or comment under review, to read once approved, to none for strangers', () => {
    const author = person(['specialist'])
    expect(textRight(author, draft('review', ['author']))).toBe('suggest')
    expect(textRight(author, draft('review', ['reviewer'], 'me'))).toBe('suggest')
    expect(textRight(author, draft('review', ['reviewer']))).toBe('comment')
    for (const state of ['drafting', 'review', 'approval'] as const)
      expect(textRight(author, draft(state, ['suggester'])), state).toBe('suggest')
    expect(textRight(author, draft('approved', ['suggester']))).toBe('read')
    expect(textRight(author, draft('approved', ['author']))).toBe('read')
    expect(textRight(author, draft('issued', ['author']))).toBe('read')
    expect(textRight(author, draft('review', []))).toBe('none')
  })

  test('who has no part gets no line to what was ever written; what they may see was frozen before', () => {
    for (const state of DRAFT_STATES) {
      for (const role of ROLES) {
        const outsider = person([role])
        expect(textRight(outsider, draft(state, [], 'me')), state).toBe('none')
        if (may(outsider, 'see', draft(state, [])))
          expect(['finalizing', 'signed', 'issued', 'voided']).toContain(state)
      }
    }
  })
})

describe('GUARD-1: how a refusal is told', () => {
  const refusal = (who: Person, action: Action, what: DraftFacts) => {
    try {
      need(who, action, what)
      return 'allowed'
    } catch (error) {
      return error instanceof AppError ? error.code : error
    }
  }

  test('a draft one may not see is not found, whatever one wanted', () => {
    for (const action of ACTIONS)
      expect(refusal(person(['specialist']), action, draft('drafting', []))).toBe('not_found')
  })

  test('an act at the wrong moment names the moment; an act one may never do is not allowed', () => {
    const owner = person(['specialist'])
    expect(refusal(owner, 'submit', draft('drafting', ['owner']))).toBe('allowed')
    expect(refusal(owner, 'submit', draft('review', ['owner']))).toBe('wrong_state')
    expect(refusal(owner, 'approve', draft('approval', ['owner']))).toBe('not_allowed')
    expect(refusal(person(['leader']), 'finalize', draft('approval', ['leader'], 'me'))).toBe('wrong_state')
    expect(refusal(person(['specialist']), 'finalize', draft('approved', ['leader'], 'me'))).toBe('not_allowed')
  })
})

test('a paper within the office, when it is done, is read by its leaders and who has a part in it, and by nobody else', () => {
  const sees = (role: Role, parts: DraftPart[] = []) =>
    may(person([role]), 'see', { ...draft('issued', parts, null), isInternal: true })
  expect([sees('leader'), sees('specialist', ['owner']), sees('reviewer', ['reviewer'])]).toEqual([true, true, true])
  expect([sees('specialist'), sees('reviewer'), sees('clerk'), sees('admin')]).toEqual([false, false, false, false])
  const elsewhere = { ...draft('issued', [], null), isInternal: true, agencyId: 'other' }
  expect(may(person(['leader']), 'see', elsewhere)).toBe(false)
})
