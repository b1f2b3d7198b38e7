import { describe, expect, test } from 'vitest'
import { carryCaret, editBetween, type TextEdit } from './text-edit.ts'

function apply(text: string, edit: TextEdit | null): string {
  if (!edit) return text
  return text.slice(0, edit.index) + edit.insert + text.slice(edit.index + edit.remove)
}

describe('the edit made in a text box', () => {
  test('is nothing when the text is the same', () => {
    expect(editBetween('Quyết định', 'Quyết định', 3)).toBeNull()
  })

  test('is the typed letter alone, at the caret, even between equal letters', () => {
    expect(editBetween('aaaa', 'aaaaa', 2)).toEqual({ index: 1, remove: 0, insert: 'a' })
    expect(editBetween('aaaa', 'aaaaa', 5)).toEqual({ index: 4, remove: 0, insert: 'a' })
  })

  test('of a Telex tone mark replaces one letter', () => {
    expect(editBetween('Sơn La, ngay 05', 'Sơn La, ngày 05', 11)).toEqual({ index: 10, remove: 1, insert: 'à' })
  })

  test('of a deletion removes only that', () => {
    expect(editBetween('ban hành Quy chế', 'ban Quy chế', 4)).toEqual({ index: 4, remove: 5, insert: '' })
  })

  test('never cuts a character outside the basic plane in two', () => {
    const edit = editBetween('a😀b', 'a😁b', 3)
    expect(edit).toEqual({ index: 1, remove: 2, insert: '😁' })
  })

  test('always leads from the one text to the other', () => {
    const letters = ['a', 'ă', 'b', ' ', '😀', '\n']
    let seed = 7
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below
    const word = () => Array.from({ length: random(9) }, () => letters[random(letters.length)]).join('')
    for (let round = 0; round < 3000; round++) {
      const [before, after] = [word(), word()]
      expect(apply(before, editBetween(before, after, random(after.length + 1)))).toBe(after)
    }
  })
})

describe('the caret', () => {
  test('moves with text inserted before it and stays when it is inserted at it or after', () => {
    expect(carryCaret(5, [{ retain: 2 }, { insert: 'xyz' }])).toBe(8)
    expect(carryCaret(5, [{ retain: 5 }, { insert: 'xyz' }])).toBe(5)
    expect(carryCaret(5, [{ retain: 7 }, { insert: 'xyz' }])).toBe(5)
  })

  test('falls back to the start of a deletion around it', () => {
    expect(carryCaret(5, [{ retain: 2 }, { delete: 10 }])).toBe(2)
    expect(carryCaret(5, [{ delete: 2 }])).toBe(3)
  })
})
