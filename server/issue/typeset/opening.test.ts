/** What stands between letterhead and content. */
import { expect, test } from 'vitest'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import { telegram } from '../../../tests/fixtures/print-models.ts'
import { wordsOf } from '../../../tests/tools/pdf.ts'
import { typesetterWith } from '../../../tests/tools/typesetter.ts'

const MM = 72 / 25.4
const { page } = MEASURES
const { leftMm, widthMm } = MEASURES.telegram

const typesetter = typesetterWith()

test.each([
  ['several', telegram.addressees],
  ['only one', ['Giám đốc Sở Nông nghiệp và Môi trường, Giám đốc Sở Xây dựng']],
])(
  'a telegram to %s: the lead centred on its own line, whom it goes to below, as in Mẫu 1.6',
  async (_, addressees) => {
    const words = wordsOf((await typesetter.pdf({ ...telegram, addressees })).bytes)
    const at = words.findIndex(({ text }) => text === 'điện:')
    const top = words[at]?.top ?? 0
    const lead = words.filter((word) => Math.abs(word.top - top) < 2)
    expect(lead.map(({ text }) => text).join(' ')).toBe(telegram.addressLead)
    const [from, to] = [Math.min(...lead.map(({ left }) => left)), Math.max(...lead.map(({ right }) => right))]
    expect((from + to) / 2 / MM).toBeCloseTo((page.widthMm + page.leftMm - page.rightMm) / 2, 0)

    const names = words.slice(
      at + 1,
      words.findIndex(({ text }) => text === 'Theo'),
    )
    expect(names.map(({ text }) => text).join(' ')).toBe(addressees.join(' '))
    expect(Math.min(...names.map(({ top }) => top))).toBeGreaterThan(top + 10)
    expect(Math.min(...names.map(({ left }) => left)) / MM).toBeCloseTo(page.leftMm + leftMm, 0)
    expect(Math.max(...names.map(({ right }) => right)) / MM).toBeLessThan(page.leftMm + leftMm + widthMm + 0.1)
  },
)
