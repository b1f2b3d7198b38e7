import { expect, test } from 'vitest'
import type { Fork } from '../../document/suggest/fork.ts'
import type { Change } from '../../document/suggest/shapes.ts'
import { Outbox } from './outbox.ts'

const at = { line: { client: 1, clock: 1 }, after: null, before: null, around: { before: '', after: '' } }
const put = (text: string): Change[] => [{ is: 'words', ...at, removed: [], was: [], put: [{ type: 'text', text }] }]
/** A copy in which these stand. */
const copy = (...all: { id: string; changes: Change[] }[]) =>
  ({ ids: all.map(({ id }) => id), suggestions: () => all }) as unknown as Fork

test('what is sent is what differs, and what is sent counts as saved', () => {
  const outbox = new Outbox('p', 'd')
  outbox.take(copy({ id: 'a', changes: put('một') }))
  outbox.note(copy({ id: 'a', changes: put('một hai') }, { id: 'b', changes: put('ba') }))
  expect(outbox.left).toEqual({
    put: [
      { id: 'a', changes: put('một hai') },
      { id: 'b', changes: put('ba') },
    ],
    take: [],
  })
  outbox.sent(outbox.left)
  expect(outbox.size).toBe(0)
  outbox.note(copy({ id: 'b', changes: put('ba') }))
  expect(outbox.left).toEqual({ put: [], take: ['a'] })
})

test('letters typed into a suggestion that is decided meanwhile are not lost', () => {
  for (const [state, text] of [
    ['accepted', ' hai'],
    ['rejected', 'một hai'],
  ] as const) {
    const outbox = new Outbox('p', 'd')
    outbox.take(copy({ id: 'a', changes: put('một') }))
    outbox.note(copy({ id: 'a', changes: put('một hai') }))
    outbox.forget(['a'], [{ id: 'a', changes: put('một'), state }])
    expect(outbox.left.put).toMatchObject([{ changes: [{ put: [{ text }] }] }])
    expect(outbox.left.put[0]?.id).not.toBe('a')
  }
})

test('nor those that reach the server after the decision', () => {
  const outbox = new Outbox('p', 'd')
  outbox.take(copy({ id: 'a', changes: put('một') }))
  outbox.note(copy({ id: 'a', changes: put('một hai') }, { id: 'b', changes: put('ba') }))
  outbox.answered(outbox.ahead, ['a'])
  expect(outbox.left.put.map(({ id }) => id)).toEqual(['a'])
  expect(outbox.ahead.put).toEqual([]) // it is not sent again and again
  outbox.rescue([{ id: 'a', changes: put('một'), state: 'accepted', client: 77 }])
  expect(outbox.ahead.put).toMatchObject([{ changes: [{ after: { client: 77, clock: 2 }, put: [{ text: ' hai' }] }] }])
})

test('nor those of another visit that was not heard to its end; what was sent then is not sent again', () => {
  const left = (text: string) => {
    const outbox = new Outbox('p', `visit ${text}`)
    outbox.take(copy())
    outbox.note(copy({ id: 'a', changes: put(text) }))
    return outbox
  }
  for (const [state, text, still] of [
    ['accepted', 'một hai', [' hai']],
    ['rejected', 'một hai', ['một hai']],
    ['accepted', 'một', []],
    ['rejected', 'một', []],
    ['open', 'một hai', ['một hai']],
  ] as const) {
    const outbox = left(text)
    outbox.rescue([{ id: 'a', changes: put('một'), state }])
    expect(outbox.left.put.map(({ changes: [change] }) => change?.is === 'words' && change.put[0]?.text)).toEqual(still)
    expect(outbox.left.put.every(({ id }) => (id === 'a') === (state === 'open'))).toBe(true)
  }
})

test('one that was taken back elsewhere is known as ended, and what stood in it goes', () => {
  const outbox = new Outbox('p', 'd')
  outbox.take(copy({ id: 'a', changes: put('một') }))
  outbox.end(['a'])
  expect(outbox.decided((id) => outbox.hasEnded(id))).toEqual(['a'])
  outbox.note(copy({ id: 'a', changes: put('một') }))
  outbox.forget(['a'], [])
  expect([outbox.size, outbox.decided(() => true)]).toEqual([0, []])
})

test('a whole new line that was sent and is decided does not come again, however its keys are ordered', () => {
  const node = {
    content: [{ text: 'Căn cứ Luật Kiến trúc', type: 'text' }],
    attrs: { indent: 'none' },
    type: 'paragraph',
  }
  const line: Change[] = [{ put: [node], was: [], removed: [], before: null, after: null, is: 'blocks' }]
  for (const state of ['accepted', 'rejected'] as const) {
    const outbox = new Outbox('p', state)
    outbox.take(copy())
    outbox.note(copy({ id: 'a', changes: line }))
    const told = structuredClone(outbox.left)
    const asStored = [
      {
        id: 'a',
        changes: [
          {
            is: 'blocks' as const,
            after: null,
            before: null,
            removed: [],
            was: [],
            put: [
              {
                type: 'paragraph',
                attrs: { indent: 'none' },
                content: [{ type: 'text', text: 'Căn cứ Luật Kiến trúc' }],
              },
            ],
          },
        ],
      },
    ]
    outbox.sent({ ...told, put: asStored })
    outbox.note(copy({ id: 'a', changes: line }))
    expect(outbox.size).toBe(0)
    outbox.note(copy({ id: 'a', changes: line }, { id: 'b', changes: put('ba') }))
    outbox.forget(['a'], [{ id: 'a', changes: asStored[0]?.changes ?? [], state }])
    expect(outbox.left.put.map(({ id }) => id)).toEqual(['b'])
  }
})
