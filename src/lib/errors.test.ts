import { expect, test } from 'vitest'
import en from '../messages/en/errors.json' with { type: 'json' }
import vi from '../messages/vi/errors.json' with { type: 'json' }
import { AppError, ERROR_STATUS, type ErrorCode } from './errors.ts'

const codes = Object.keys(ERROR_STATUS)

test.each(Object.entries({ vi, en }))(
  'every code has its sentence in %s, and no sentence is left over',
  (_, sentences) => {
    const keys = Object.keys(sentences).filter((key) => key.startsWith('error_'))
    expect(keys.toSorted()).toEqual(codes.map((code) => `error_${code}`).toSorted())
    for (const [key, sentence] of Object.entries(sentences)) {
      if (key.startsWith('error_')) expect(sentence, key).toMatch(/[.!?]$/)
    }
  },
)

test('an expected failure knows the status it is answered with', () => {
  const code: ErrorCode = 'too_many_requests'
  expect(new AppError(code, { seconds: 9 })).toMatchObject({ code, status: 429, detail: { seconds: 9 } })
})
