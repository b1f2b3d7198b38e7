import { expect, test } from 'vitest'
import type { CommentItem, ThreadItem } from '../types.ts'
import { authorPasses, EVERYTHING_OPEN, type Filter, passes, speakersIn, unreadIn } from './filter.ts'

const comment = (seq: number, author: string, over: Partial<CommentItem> = {}): CommentItem => ({
  id: `c${seq}`,
  author: {
    id: author,
    name: `Người ${author}`,
    position: '',
    isOutside: false,
    unit: author === 'mai' ? 'Phòng Nội chính' : 'Phòng Văn xã',
  },
  text: 'x',
  mentions: [],
  createdAt: new Date(0),
  editedAt: null,
  deletedAt: null,
  isMine: author === 'me',
  seq,
  ...over,
})
const thread = (id: string, comments: CommentItem[], over: Partial<ThreadItem> = {}): ThreadItem => ({
  ...{ id, anchor: null, field: null, suggestionId: null, quote: '', audience: 'all', unit: null },
  ...{ createdAt: new Date(0), resolved: null, readUpTo: 0, comments, ...over },
})
const settled = { at: new Date(0), by: { id: 'me', name: 'Tôi' } }

const all = [
  thread('open', [comment(1, 'mai')]),
  thread('settled', [comment(2, 'mai'), comment(3, 'me')], { resolved: settled, readUpTo: 3 }),
  thread('answered', [comment(4, 'hoa'), comment(5, 'me')], { readUpTo: 5 }),
  thread('spoken to', [comment(6, 'hoa', { mentions: [{ id: 'me', name: 'Tôi' }] })], { readUpTo: 6 }),
  thread('deleted', [comment(7, 'hoa', { deletedAt: new Date(0) })], { readUpTo: 0 }),
]
const shown = (over: Partial<Filter>) =>
  all.filter((one) => passes(one, { ...EVERYTHING_OPEN, ...over }, 'me')).map(({ id }) => id)

test('open, all, mine, unread', () => {
  expect(shown({})).toEqual(['open', 'answered', 'spoken to', 'deleted'])
  expect(shown({ which: 'all' })).toHaveLength(5)
  expect(shown({ which: 'mine' })).toEqual(['answered', 'spoken to'])
  expect(shown({ which: 'unread' })).toEqual(['open'])
})

test('by person and by unit, together with the rest', () => {
  expect(shown({ person: 'hoa' })).toEqual(['answered', 'spoken to', 'deleted'])
  expect(shown({ unit: 'Phòng Nội chính' })).toEqual(['open'])
  expect(shown({ which: 'all', unit: 'Phòng Nội chính', person: 'me' })).toEqual(['settled'])
  expect(authorPasses({ id: 'hoa', unit: null }, { ...EVERYTHING_OPEN, unit: 'Phòng Văn xã' }, 'me')).toBe(false)
  expect(authorPasses({ id: 'me', unit: null }, { ...EVERYTHING_OPEN, which: 'mine' }, 'me')).toBe(true)
})

test('what one said oneself, what was read and what was deleted is not unread', () => {
  expect(all.map((one) => unreadIn(one).length)).toEqual([1, 0, 0, 0, 0])
})

test('who has spoken, once each', () => {
  const { people, units } = speakersIn(all)
  expect(people.map(({ id }) => id).sort()).toEqual(['hoa', 'mai', 'me'])
  expect(units).toEqual(['Phòng Nội chính', 'Phòng Văn xã'])
})
