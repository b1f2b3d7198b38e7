import { describe, expect, it } from 'vitest'
import { unseenPlaces } from './unseen-places.ts'

describe('places of unseen characters', () => {
  it.each([
    ['Cấp \u202E21\u202C tỷ', [{ turns: true, words: 'Cấp [U+202E]21[U+202C] tỷ' }]],
    ['\u2067\u2066 3\u2069', [{ turns: true, words: '[U+2067 U+2066] 3[U+2069]' }]],
    ['a\u200Bb\uFEFF\u{E0041}', [{ turns: false, words: 'a[U+200B]b[U+FEFF U+E0041]' }]],
    ['văn bản', []],
    ['hai\u2028dòng\vba\u0085bốn', []],
  ])('%j', (text, places) => {
    expect(unseenPlaces(text)).toEqual(places)
  })

  it('tells what is far apart each by itself, with the words beside it', () => {
    const far = 'chữ '.repeat(100)
    const places = unseenPlaces(`${far}\u202E21${far}\u200B22${far}`)
    expect(places.map(({ turns }) => turns)).toEqual([true, false])
    for (const { words } of places) expect(words).toMatch(/^….{20,60}\[U\+\w+\]2.{20,60}…$/)
  })

  it('names every one of many, in linear time', () => {
    const many = 'a\u200B'.repeat(200_000)
    const places = unseenPlaces(many)
    expect(places.length).toBe(25_000)
    for (const { words } of places.slice(0, 3)) expect(words.match(/U\+200B/g)?.length).toBeGreaterThanOrEqual(8)
    expect(unseenPlaces('\u202E'.repeat(1_000_000))).toEqual([{ turns: true, words: '[U+202E]' }])
  })
})
