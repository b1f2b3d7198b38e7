import { expect, test } from 'vitest'
import { ISSUED_FILES, type IssuedEnding, issuedFile, issuedKind } from './files.ts'

const ENDINGS: IssuedEnding[] = ['pdf', 'docx']

test('every address that is built is one that the route answers', () => {
  expect(Object.keys(ISSUED_FILES)).toEqual(ENDINGS)
  for (const ending of ENDINGS)
    for (const numberLine of ['15/QĐ-UBND', '06/A?b#c.%2F d', null]) {
      const { pathname, search } = new URL(issuedFile('7', ending, { numberLine, save: true }), 'http://here')
      const [, documents, id, file = '', ...more] = pathname.split('/')
      expect([documents, id, more, search]).toEqual(['documents', '7', [], '?save'])
      expect(issuedKind(decodeURIComponent(file))).toBe(ISSUED_FILES[ending])
    }
})

test('there are no other files', () => {
  for (const file of ['word', '15.doc', '15', '', 'toString', 'a.constructor']) expect(issuedKind(file)).toBeNull()
})
