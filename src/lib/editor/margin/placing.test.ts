import { describe, expect, test } from 'vitest'
import { placeCards } from './placing.ts'

const card = (id: string, wish: number, height = 50) => ({ id, wish, height, yields: false })
const finding = (id: string, wish: number, height = 50) => ({ id, wish, height, yields: true })

describe('cards in the margin', () => {
  test('stand at their line when there is room', () => {
    const tops = placeCards([card('b', 200), card('a', 10)], null)
    expect([...tops]).toEqual([
      ['a', 10],
      ['b', 200],
    ])
  })

  test('never overlap', () => {
    const cards = [card('a', 10), card('b', 12, 80), card('c', 20), card('d', 500)]
    const tops = placeCards(cards, null)
    const placed = cards.map(({ id, height }) => ({ top: tops.get(id) ?? Number.NaN, height }))
    for (const [at, { top }] of placed.entries()) {
      const above = placed[at - 1]
      if (above) expect(top).toBeGreaterThanOrEqual(above.top + above.height)
    }
    expect(tops.get('d')).toBe(500)
  })

  test('the one being read has its own line, the ones above give way upwards', () => {
    const tops = placeCards([card('a', 180), card('b', 190), card('c', 200)], 'c')
    expect(tops.get('c')).toBe(200)
    expect(tops.get('b')).toBe(142)
    expect(tops.get('a')).toBe(84)
  })

  test('nothing is pushed out above the page', () => {
    const tops = placeCards([card('a', 0), card('b', 5), card('c', 10)], 'c')
    expect(tops.get('a')).toBe(0)
    expect(tops.get('b')).toBe(58)
    expect(tops.get('c')).toBe(116)
  })

  test('a finding above a thread on the same lines gives way to it, below', () => {
    const tops = placeCards([finding('f', 90), card('t', 100), finding('g', 95)], null)
    expect(tops.get('t')).toBe(100)
    expect(tops.get('f')).toBe(158)
    expect(tops.get('g')).toBe(216)
  })

  test('a finding takes the first gap that is tall enough', () => {
    const tops = placeCards([card('a', 0), card('b', 80), card('c', 300), finding('f', 10), finding('g', 400)], null)
    expect(tops.get('f')).toBe(138)
    expect(tops.get('g')).toBe(400)
    expect([...'abc'].map((id) => tops.get(id))).toEqual([0, 80, 300])
  })
})
