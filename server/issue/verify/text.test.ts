import { beforeAll, describe, expect, test } from 'vitest'
import { makeSigner, sign, wordsPdf } from '../../../tests/tools/signed-pdf.ts'
import { shownName } from '../pki/names.ts'
import { examinePdf } from './examine.ts'
import { dateOf, textOf } from './text.ts'

describe('a date', () => {
  const read = (text: string) => dateOf(Buffer.from(text, 'latin1'))?.toISOString() ?? null
  test.each([
    ['D:20261129101530Z', '2026-11-29T10:15:30.000Z'],
    ["D:20261129101530+07'00'", '2026-11-29T03:15:30.000Z'],
    ['D:20261129101530+07', '2026-11-29T03:15:30.000Z'],
    ['D:2026', '2026-01-01T00:00:00.000Z'],
    ['20261129', '2026-11-29T00:00:00.000Z'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected))

  test.each([
    '',
    'D:',
    'D:20269999',
    'D:20261129101530+99',
    'yesterday',
    'D:99999999999999',
    '\xfe\xff',
    '\xfe\xff\xd8',
  ])('%j is none', (text) => expect(read(text)).toBeNull())
})

test('text in each of its encodings, and in none', () => {
  expect(textOf(Buffer.from('feff004b00fd', 'hex'))).toBe('Ký')
  expect(textOf(Buffer.from('efbbbf4bc3bd', 'hex'))).toBe('Ký')
  expect(textOf(Buffer.from('4bfd', 'hex'))).toBe('Ký')
  expect(textOf(Buffer.from('feffd8', 'hex'))).toBeTypeOf('string')
  expect(textOf(null)).toBeNull()
})

test('a name is shown with nothing invisible in it', () => {
  expect(shownName('A\u202Egnuh\u0000\n B')).toBe('A gnuh B')
})

describe('odd entries of a signature get an answer', () => {
  let text: string
  beforeAll(async () => {
    const pdf = await sign(await wordsPdf(), makeSigner('A'), 'Signer', { reason: 'Ký ban hành văn bản' })
    text = Buffer.from(pdf).toString('latin1')
  })
  const odd = [
    '/M 5',
    '/M null',
    '/M [ ]',
    '/M (x)',
    '/M <d8>',
    '/M << >>',
    '/M 99 0 R',
    '/Reason 5',
    '/Reason <feffd8>',
    '/Reason [ /x ]',
  ]

  test.each(odd)('%s', (entry) => {
    const key = entry.split(' ')[0] === '/M' ? /\/M \([^)]*\)/ : /\/Reason <[^>]*>/
    const changed = text.replace(key, (old) => entry.padEnd(old.length))
    expect(changed).not.toBe(text)
    const { signatures } = examinePdf(Buffer.from(changed, 'latin1'), { authorities: [], now: new Date() })
    expect(signatures.map(({ integrity }) => integrity.state)).toEqual(['broken'])
    expect(JSON.stringify(signatures)).toBeTypeOf('string')
  })
})
