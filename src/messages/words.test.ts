/** The words of the house: whoever reads is spoken to in one way, and in both languages of everything. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const messagesIn = (language: 'vi' | 'en') =>
  readdirSync(`src/messages/${language}`).flatMap((file) => {
    const all: Record<string, unknown> = JSON.parse(readFileSync(`src/messages/${language}/${file}`, 'utf8'))
    return Object.entries(all).map(([key, message]) => ({ key, text: JSON.stringify(message) }))
  })

test('an office says «đồng chí», everywhere', () => {
  const others = messagesIn('vi').filter(({ text }) => /(?<!\p{L})(?:bạn|quý khách|anh\/chị)(?!\p{L})/iu.test(text))
  expect(others).toEqual([])
})

test('every message is there in both languages', () => {
  const [vi, en] = [messagesIn('vi'), messagesIn('en')].map((all) => all.map(({ key }) => key).toSorted())
  expect(vi).toEqual(en)
})
