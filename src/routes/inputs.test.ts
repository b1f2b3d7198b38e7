import { expect, test } from 'vitest'
import { Upload } from './form.ts'
import { file, optionalFile } from './inputs.ts'

const none = new Upload('', new Uint8Array())
const empty = new Upload('rỗng.pdf', new Uint8Array())
const full = new Upload('đủ.pdf', new Uint8Array([1]))
const faultOf = (schema: typeof file | typeof optionalFile, given: unknown) =>
  schema.safeParse(given).error?.issues.map(({ message }) => message)

test('an empty file that was chosen is told from none', () => {
  for (const given of [undefined, none]) {
    expect(faultOf(file, given)).toEqual(['file'])
    expect(optionalFile.parse(given)).toBe(null)
  }
  for (const schema of [file, optionalFile]) {
    expect(faultOf(schema, empty)).toEqual(['file_empty'])
    expect(schema.parse(full)).toBe(full)
  }
  expect(faultOf(file, 'words')).toEqual(['file'])
})
