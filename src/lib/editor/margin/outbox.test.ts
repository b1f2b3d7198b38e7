import { expect, test } from 'vitest'
import * as Y from 'yjs'
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

test('letters that reach the server after the decision are not sent again and again', () => {
  const outbox = new Outbox('p', 'd')
  outbox.take(copy({ id: 'a', changes: put('một') }))
  outbox.note(copy({ id: 'a', changes: put('một hai') }, { id: 'b', changes: put('ba') }))
  outbox.answered(outbox.ahead, ['a'])
  expect(outbox.left.put.map(({ id }) => id)).toEqual(['a'])
  expect(outbox.ahead.put).toEqual([])
  expect(outbox.decided((id) => outbox.hasEnded(id))).toEqual(['a'])
})

test('one that was taken back elsewhere is known as ended, and what stood in it goes', () => {
  const outbox = new Outbox('p', 'd')
  outbox.take(copy({ id: 'a', changes: put('một') }))
  outbox.end(['a'])
  expect(outbox.decided((id) => outbox.hasEnded(id))).toEqual(['a'])
  outbox.note(copy({ id: 'a', changes: put('một') }))
  outbox.forget(['a'], [], new Y.Doc())
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
    outbox.forget(['a'], [{ id: 'a', changes: asStored[0]?.changes ?? [], state, client: 77 }], new Y.Doc())
    expect(outbox.left.put.map(({ id }) => id)).toEqual(['b'])
  }
})
