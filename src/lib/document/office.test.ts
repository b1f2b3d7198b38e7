import { expect, test } from 'vitest'
import { checkDocument } from './check/index.ts'
import { applyMend } from './check/mend.ts'
import { officeFields, withOffice } from './office.ts'
import { clause, documentOf, sonLa } from './testing.ts'

const { authority: _, ...committee } = sonLa
const offices = {
  begun: committee,
  now: {
    ...committee,
    agencyName: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA MỚI',
    agencyFullName: 'Ủy ban nhân dân tỉnh Sơn La Mới',
    place: 'Mộc Châu',
    abbreviation: 'UBNDT',
  },
}

test('a draft follows its office, but what was changed by hand stays', () => {
  const { fields } = documentOf('quyet-dinh', [], { agencyFullName: committee.agencyFullName })
  expect(withOffice(fields, offices)).toMatchObject({
    agency: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA MỚI',
    agencyFullName: 'Ủy ban nhân dân tỉnh Sơn La Mới',
    place: 'Mộc Châu',
    symbol: 'QĐ-UBNDT',
  })
  expect(withOffice({ ...fields, place: 'Hà Nội' }, offices).place).toBe('Hà Nội')
  expect(withOffice(fields, { begun: committee, now: committee })).toEqual(fields)
})

test('the line of authority is somebody’s text: the checker tells the new name, once', () => {
  const document = documentOf('quyet-dinh', [clause('dieu', 'Một./.')])
  const renamed = (one: typeof document) =>
    checkDocument(one, { offices }).filter(({ rule }) => rule === 'agency_renamed')
  const [found] = renamed(document)
  expect(found?.params).toMatchObject({ is: 'ỦY BAN NHÂN DÂN TỈNH SƠN LA MỚI' })
  const mended = found?.mend ? applyMend(document, found.mend) : document
  expect(mended.fields.authority).toBe('CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA MỚI')
  expect(renamed(mended)).toEqual([])
})

test('a phiếu trình is its unit’s paper: the agency stands above the unit, and both follow a new name', () => {
  const unit = { ...committee, unitName: 'Phòng Nội chính' }
  const { fields } = documentOf('phieu-trinh', [], officeFields('phieu-trinh', unit))
  expect(fields).toMatchObject({ parentAgency: committee.agencyName, agency: 'PHÒNG NỘI CHÍNH' })
  const now = { ...unit, unitName: 'Phòng Nội chính – Kiểm soát thủ tục' }
  expect(withOffice(fields, { begun: unit, now }).agency).toBe('PHÒNG NỘI CHÍNH – KIỂM SOÁT THỦ TỤC')
  // Without a unit, and on every paper that goes out, the letterhead is the agency's.
  expect(officeFields('phieu-trinh', committee)).toMatchObject({ parentAgency: '', agency: committee.agencyName })
  expect(officeFields('cong-van', unit)).toMatchObject({ parentAgency: '', agency: committee.agencyName })
})
