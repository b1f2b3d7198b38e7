import { expect, test } from 'vitest'
import { seedAgain } from './begin-again.ts'
import { readUpdate } from './read.ts'
import { seedUpdate } from './seed.ts'
import { clause, documentOf, p, ref, signer, sonLa } from './testing.ts'

const { authority: _, ...office } = sonLa
const words = [
  p('Căn cứ báo cáo của ', { type: 'text', text: 'Sở Nội vụ', marks: [{ type: 'bold' }] }),
  clause('dieu', 'Nội dung', 'd1'),
]

const again = (source = documentOf('quyet-dinh', words), now = office) =>
  readUpdate(seedUpdate(seedAgain(source, sonLa, now)))

test('the new draft has the kind, the words and the fields, and nothing of the signing', () => {
  const source = documentOf('quyet-dinh', [...words, p('như ', ref('d1'))], {
    subject: 'Về việc kiện toàn Ban Chỉ đạo',
    recipients: 'Như Điều 3\nBộ Nội vụ (để b/c)\nLưu: VT, NC',
    urgency: 'khan',
    meantBlanks: 'subject',
  })
  const { fields, body } = again(source)
  expect(body).toEqual(source.body)
  expect(fields).toMatchObject({
    ...{ kind: 'quyet-dinh', subject: source.fields.subject, urgency: 'khan', meantBlanks: 'subject' },
    ...{ recipients: source.fields.recipients, symbol: 'QĐ-UBND' },
  })
  expect(source.fields.signerName).toBe(signer.name)
  expect(fields).toMatchObject({ signerId: '', signerName: '', capacity: '', secondName: '', leaderWords: '' })
})

test('what the office filled in follows the office of the new draft, what somebody wrote by hand stays', () => {
  const now = { ...office, place: 'Mường La', abbreviation: 'UB', unitAbbreviation: 'KT' }
  const letter = documentOf('cong-van', [p('Kính đề nghị')], { recipients: 'Như trên\nLưu: VT, NC' })
  expect(again(letter, now).fields).toMatchObject({
    ...{ place: 'Mường La', symbol: 'UB-KT', recipients: 'Như trên\nLưu: VT, KT' },
  })
  const byHand = documentOf('cong-van', [p('Kính đề nghị')], { symbol: 'UBND-BTCD', place: 'Sốp Cộp' })
  expect(again(byHand, now).fields).toMatchObject({ place: 'Sốp Cộp', symbol: 'UBND-BTCD' })
})
