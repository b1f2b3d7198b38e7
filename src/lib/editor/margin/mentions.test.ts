import { expect, test } from 'vitest'
import { type Addressee, addresseesFor, pieces, spokenTo, typedName } from './mentions.ts'

const people: Addressee[] = [
  { id: 'an', name: 'Nguyễn Văn An', note: 'Chuyên viên' },
  { id: 'anh', name: 'Nguyễn Văn Anh', note: 'Trưởng phòng' },
  { id: 'mai1', name: 'Lò Thị Mai', note: 'Chuyên viên' },
  { id: 'mai2', name: 'Lò Thị Mai', note: 'Văn thư' },
]

test('a name begins behind "@" and ends with the sentence; an address of e-mail is none', () => {
  expect(typedName('Nhờ @ngu', 8)).toEqual({ at: 4, typed: 'ngu' })
  expect(typedName('Nhờ @Nguyễn Văn', 15)).toEqual({ at: 4, typed: 'Nguyễn Văn' })
  expect(typedName('@', 1)).toEqual({ at: 0, typed: '' })
  expect(typedName('an@tinh', 7)).toBeNull()
  expect(typedName('@an, xem', 8)).toBeNull()
  expect(typedName('@an\nxem', 7)).toBeNull()
  expect(typedName(`@${'a'.repeat(60)}`, 61)).toBeNull()
})

test('found with and without diacritics, each of two of one name', () => {
  expect(addresseesFor('nguyen van a', people).map(({ id }) => id)).toEqual(['an', 'anh'])
  expect(addresseesFor('mai', people).map(({ id }) => id)).toEqual(['mai1', 'mai2'])
  expect(addresseesFor('', people)).toHaveLength(4)
})

test('who is spoken to', () => {
  expect(spokenTo('@Nguyễn Văn Anh xem giúp', people, new Set())).toEqual(['anh'])
  expect(spokenTo('@Nguyễn Văn An, @Nguyễn Văn Anh', people, new Set())).toEqual(['an', 'anh'])
  expect(spokenTo('@Lò Thị Mai', people, new Set(['mai2']))).toEqual(['mai2'])
  expect(spokenTo('@Lò Thị Mai', people, new Set())).toEqual(['mai1', 'mai2'])
  expect(spokenTo('Lò Thị Mai', people, new Set(['mai2']))).toEqual([])
})

test('names stand out in the text, the longer one before the shorter', () => {
  const names = ['Nguyễn Văn An', 'Nguyễn Văn Anh']
  expect(pieces('Nhờ @Nguyễn Văn Anh và a@b.', names)).toEqual([
    { text: 'Nhờ ', isName: false },
    { text: '@Nguyễn Văn Anh', isName: true },
    { text: ' và a@b.', isName: false },
  ])
  expect(pieces('@@@', names)).toEqual([{ text: '@@@', isName: false }])
})
