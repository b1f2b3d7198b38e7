import { expect, test } from 'vitest'
import type { BodyNode } from '../model.ts'
import { bold, p } from '../testing.ts'
import { mergedBlock } from './merge.ts'
import { random } from './testing.ts'

const BASE = 'abcdefghijklmnopqrst'
const said = (block: BodyNode | null) => block?.content?.map(({ text }) => text ?? '').join('') ?? ''

/** Letters go, and others come, each at a place of its own; the letters of the base stand once each. */
function edited(pick: (below: number) => number, fresh: string): string {
  let text = BASE
  for (const letter of fresh) {
    const at = pick(text.length + 1)
    text = text.slice(0, at) + letter + text.slice(at + pick(3))
  }
  return text
}

test('what both made of a line is in it, and what either took is not', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const pick = random(seed * 6_700_417)
    const [own, now] = [edited(pick, 'XYZ'.slice(pick(3))), edited(pick, '123'.slice(pick(3)))]
    const merged = said(mergedBlock(p(BASE), p(own), p(now)))
    const expected = [...BASE].filter((letter) => own.includes(letter) && now.includes(letter)).join('')
    const kept = (text: string) => [...text].filter((letter) => BASE.includes(letter)).join('')
    const came = (text: string) => [...text].filter((letter) => !BASE.includes(letter)).join('')
    expect(kept(merged), `seed ${seed}`).toBe(expected)
    expect(came(merged).replace(/\d/g, ''), `seed ${seed}`).toBe(came(own))
    expect(came(merged).replace(/[A-Z]/g, ''), `seed ${seed}`).toBe(came(now))
  }
})

test('looks and forms are put together, too; what both typed alike comes once', () => {
  const [was, own, now] = [p('một hai'), p(bold('một'), ' hai'), p('một hai ba')]
  expect(mergedBlock(was, own, now)).toEqual({ ...p(bold('một'), ' hai ba') })
  expect(mergedBlock(was, { ...was, attrs: { align: 'center' } }, now)).toEqual({ ...now, attrs: { align: 'center' } })
  expect(said(mergedBlock(was, p('một hai ba'), now))).toBe('một hai ba')
})

test('a table that both changed is not put together', () => {
  const table = (words: string): BodyNode => ({ type: 'table', content: [p(words)] })
  expect(mergedBlock(table('a'), table('b'), table('c'))).toBeNull()
  expect(mergedBlock(table('a'), table('b'), table('a'))).toEqual(table('b'))
})
