import type { RequestEvent } from '@sveltejs/kit'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '$lib/errors.ts'
import { LIMITS } from '$lib/limits.ts'
import { id, prose, step } from '../../server/access/border.ts'
import { answer, anybody, type Asked, ownPath } from './answers.ts'
import { deadline } from './inputs.ts'

test('after signing in one comes back to where one was', () => {
  expect(ownPath('/drafts/1?tab=2#muc')).toBe('/drafts/1?tab=2#muc')
  expect(ownPath('/')).toBe('/')
})

test.each([
  null,
  '',
  'drafts',
  'https://elsewhere.example/',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  '/.//elsewhere.example',
  '/x/..//elsewhere.example',
  'javascript:alert(1)',
  '//',
])('and never elsewhere: %j', (to) => {
  expect(ownPath(to)).toBe('/')
})

test('a file that is refused for some of its pages names them, and no endless list', async () => {
  const refusedFor = (pages: number[]) => {
    const request = new Request('http://localhost/', { method: 'POST', body: new URLSearchParams({ a: '' }) })
    const locals = { app: { config: { uploadLimitBytes: 1 } } }
    const event = { request, locals, route: { id: null } } as unknown as RequestEvent
    return answer(event, { who: anybody, fields: z.object({}) }, () => {
      throw new AppError('bad_input', { field: 'file', reason: 'scan_dpi', pages })
    })
  }
  const many = Array.from({ length: 300 }, (_, at) => at + 1)
  expect(await refusedFor([2, 5])).toMatchObject({ data: { faults: { file: 'scan_dpi' }, pages: '2, 5' } })
  expect(await refusedFor(many)).toMatchObject({ data: { pages: expect.stringMatching(/ 20, …$/) } })
})

describe('a form is read once, by the schema of its verb', () => {
  const submission = z.object({ draftId: id, step, dueAt: z.date().nullable(), reason: prose(LIMITS.reason) })
  const draftId = '3b241101-e2bb-4255-8caf-4136c566a962'
  const send = (fields: Record<string, string>, how: Partial<Asked<typeof submission, undefined>> = {}) => {
    const request = new Request('http://localhost/', { method: 'POST', body: new URLSearchParams(fields) })
    const locals = { app: { config: { uploadLimitBytes: 1 } } }
    const event = { request, locals, route: { id: null } } as unknown as RequestEvent
    const asked = { who: anybody, fields: submission, written: { dueAt: deadline }, known: { draftId }, ...how }
    return answer(event, asked, async (input) => input)
  }

  test('what the address says counts, whatever the form says; days and numbers are read as forms write them', async () => {
    expect(await send({ draftId: 'x', step: '3', dueAt: '', reason: ' Gấp. ' })).toEqual({
      ...{ draftId, step: 3, dueAt: null, reason: 'Gấp.' },
    })
    expect(await send({ step: '0', dueAt: '31/12/2999', reason: 'a' })).toMatchObject({
      dueAt: new Date('2999-12-31T17:00:00+07:00'),
    })
  })

  test('a reason may be exactly as long as the verb takes it', async () => {
    const long = (length: number) => send({ step: '1', reason: 'a'.repeat(length) })
    expect(await long(LIMITS.reason)).toMatchObject({ step: 1 })
    expect(await long(LIMITS.reason + 1)).toMatchObject({ status: 400, data: { faults: { reason: 'too_long' } } })
  })

  test('all faults are told at once, those of the days too; nothing but digits is a step', async () => {
    const refused = await send({ step: '-1', dueAt: '31/02/2027', password: 'bí mật' })
    expect(refused).toMatchObject({
      status: 400,
      data: { faults: { step: 'unclear', dueAt: 'date', reason: 'required' }, values: { dueAt: '31/02/2027' } },
    })
    expect(refused).not.toHaveProperty('data.values.password')
    for (const odd of ['', ' ', '1e3', '0x1', 'true', '1'.repeat(30)])
      expect(await send({ step: odd, reason: 'a' }), odd).toMatchObject({ data: { faults: { step: 'unclear' } } })
  })

  test('who has no business here is not told what is wrong with the form', async () => {
    const right = () => Promise.reject(new AppError('not_allowed'))
    await expect(send({}, { right })).rejects.toMatchObject({ status: 403 })
  })
})
