import { expect, test } from 'vitest'
import type { MoveAct } from '../../src/lib/vocabulary.ts'
import { type Circle, concerned } from './concern.ts'
import type { Happening } from './shapes.ts'

const circle: Circle = {
  parts: [
    { userId: 'owner', part: 'owner' },
    { userId: 'author', part: 'author' },
    { userId: 'reviewer', part: 'reviewer' },
    { userId: 'leader', part: 'leader' },
  ],
  clerks: ['clerk', 'other clerk'],
  speakers: ['reviewer', 'owner'],
  suggesters: ['leader'],
}
const move = (act: MoveAct, holderBefore: string | null, holderId: string | null): Happening => ({
  ...{ is: 'move', draftId: 'draft', act, holderBefore, holderId },
})
const told = (happening: Happening, actor: string) =>
  [...concerned(happening, circle, actor)].map(([who, event]) => `${who}: ${event}`)

test.each<[Happening, string, string[]]>([
  [move('submit', 'owner', 'reviewer'), 'author', ['reviewer: sent', 'owner: passed']],
  [move('pass', 'reviewer', 'leader'), 'reviewer', ['leader: sent', 'owner: passed', 'author: passed']],
  [move('withdraw', 'leader', 'owner'), 'owner', ['leader: withdrawn']],
  [move('return', 'leader', 'owner'), 'leader', ['owner: returned', 'author: returned']],
  [move('approve', 'leader', 'leader'), 'leader', ['owner: approved', 'author: approved']],
  [move('freeze', 'leader', 'leader'), 'leader', []],
  [move('sign', 'leader', null), 'leader', ['clerk: signed', 'other clerk: signed', 'owner: signed', 'author: signed']],
  [move('seal', null, null), 'clerk', ['owner: sealed', 'author: sealed', 'leader: sealed']],
  [move('issue', null, null), 'clerk', ['owner: issued', 'author: issued', 'reviewer: issued', 'leader: issued']],
  [move('cancel', 'owner', null), 'owner', ['author: cancelled', 'reviewer: cancelled', 'leader: cancelled']],
  [move('void', null, null), 'clerk', ['owner: voided', 'author: voided', 'reviewer: voided', 'leader: voided']],
  [{ is: 'restart', draftId: 'draft', ownerId: 'owner' }, 'clerk', ['owner: restarted']],
  [{ is: 'restart', draftId: 'draft', ownerId: 'owner' }, 'owner', []],
  [{ is: 'invite', draftId: 'draft', userId: 'author', as: 'author' }, 'owner', ['author: invited']],
  [{ is: 'invite', draftId: 'draft', userId: 'author', as: 'suggester' }, 'owner', ['author: consulted']],
  [
    { is: 'comment', draftId: 'draft', threadId: 't', mentioned: [] },
    'reviewer',
    ['leader: comment', 'owner: comment', 'author: comment'],
  ],
  [
    { is: 'answer', draftId: 'draft', threadId: 't', mentioned: ['author', 'reviewer'] },
    'reviewer',
    ['author: mentioned', 'owner: answer', 'leader: comment'],
  ],
  [{ is: 'mention', draftId: 'draft', threadId: 't', mentioned: ['author'] }, 'reviewer', ['author: mentioned']],
  [{ is: 'resolve', draftId: 'draft', threadId: 't' }, 'owner', ['reviewer: resolved']],
  [{ is: 'suggest', draftId: 'draft', suggestionId: 's' }, 'reviewer', ['owner: suggested', 'author: suggested']],
  [
    {
      is: 'decide',
      draftId: 'draft',
      how: 'accept',
      of: new Map([
        ['reviewer', 's'],
        ['owner', 't'],
        ['gone', 'u'],
      ]),
    },
    'owner',
    ['reviewer: accepted'],
  ],
  [
    { is: 'decide', draftId: 'draft', how: 'reopen', of: new Map([['reviewer', 's']]) },
    'author',
    ['reviewer: reopened'],
  ],
])('%o by %s', (happening, actor, expected) => {
  expect(told(happening, actor)).toEqual(expected)
})
