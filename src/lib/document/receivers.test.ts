import { expect, test } from 'vitest'
import { RECEIVERS } from '../../../tests/fixtures/receivers.ts'
import { receivers } from './receivers.ts'

test.each(RECEIVERS)('%s', (_, document, expected) => expect(receivers(document)).toBe(expected))

test('a long text is read once', () => {
  const [, document] = RECEIVERS[0]
  const recipients = `Như ${' '.repeat(50_000)}x\n${'Như trên ('.repeat(5_000)}`
  expect(receivers({ ...document, fields: { ...document.fields, recipients } })).toContain('Như')
})
