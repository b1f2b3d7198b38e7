import { expect, test } from 'vitest'
import { inOrder } from './people.ts'

const named = (names: string[]) => inOrder(names.map((name) => ({ name }))).map(({ name }) => name)

test('people stand by their given names, then by the whole', () => {
  const names = [
    'Lê Đức Thắng',
    'Trần Văn An',
    'Nguyễn Thị Ánh',
    'Nguyễn Văn An',
    'Đinh An',
    'Đỗ Văn Đạt',
    'Lò Văn Dũng',
    'An',
  ]
  expect(named(names)).toEqual([
    'An',
    'Đinh An',
    'Nguyễn Văn An',
    'Trần Văn An',
    'Nguyễn Thị Ánh',
    'Lò Văn Dũng',
    'Đỗ Văn Đạt',
    'Lê Đức Thắng',
  ])
})

test('as a collator puts whole names', () => {
  const part = (all: readonly string[], at: number) => all[at % all.length] ?? ''
  const [family, middle, given] = [
    ['Nguyễn', 'Trần', 'Lê', 'Lò', 'Đinh'],
    ['Văn', 'Thị', 'Hữu'],
    ['An', 'Bình', 'Đạt', 'Dũng', 'Oanh', 'Ô'],
  ]
  const names = Array.from({ length: 300 }, (_, i) =>
    [part(family, i * 7), part(middle, i * 5), part(given, i * 11)].join(' '),
  )
  const collator = new Intl.Collator('vi')
  const last = (name: string) => name.slice(name.lastIndexOf(' ') + 1)
  const whole = names.toSorted((a, b) => collator.compare(last(a), last(b)) || collator.compare(a, b))
  expect(named(names)).toEqual(whole)
})
