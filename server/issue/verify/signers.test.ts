import { expect, test } from 'vitest'
import type { PublicEntry } from './entry.ts'
import type { SignatureReport } from './report.ts'
import { asIssued, nameSigners } from './signers.ts'

const entry: PublicEntry = {
  ...{
    agency: 'Ủy ban nhân dân tỉnh Sơn La',
    kind: 'quyet-dinh',
    numberLine: '15/QĐ-UBND',
    documentDate: '2026-01-05',
  },
  ...{ subject: 'x', signerName: 'Nguyễn Thị Hồng Phượng', signerPosition: 'Phó Chủ tịch', issuedAt: null },
  cancelledAt: null,
  isReturned: false,
  isByHand: false,
  ...{ verifyCode: 'K7QM-2XDP-94TA', revisionHash: '', fileSha256: null },
}
const signature = (signerName: string, more: Partial<SignatureReport> = {}): SignatureReport => ({
  ...{ type: 'signature', signerName, organisation: '', title: '', claimedTime: null, provenTime: null, end: 1 },
  ...{ integrity: { state: 'intact' }, after: { state: 'nothing' }, purpose: 'signing', certificate: null },
  trust: { authority: null, isEvaluation: false, wasCertificateValid: true, fault: null },
  ...{ level: null, revocation: { state: 'unknown' }, now: null },
  ...more,
})

test('the person first, then the agency; time stamps and strangers stand beside nobody', () => {
  const signatures = [
    signature('NGUYEN THI HONG PHUONG'),
    signature('TSA', { type: 'timestamp' }),
    signature('Công ty Khác'),
    signature('Nguyễn Thị Hồng Phượng'),
  ]
  expect(nameSigners(signatures, entry, 3).map(({ onPaper }) => onPaper)).toEqual([
    { name: 'Nguyễn Thị Hồng Phượng', fits: true },
    null,
    { name: 'Ủy ban nhân dân tỉnh Sơn La', fits: false },
    null,
  ])
  expect(nameSigners(signatures, null, 3).every(({ onPaper }) => onPaper === null)).toBe(true)
})

test('the office’s own seal covers nothing up in a file that is ours to the byte', () => {
  const covered = signature('A', {
    after: { state: 'covered', covers: [{ page: 1, over: 'words', end: 100 }] },
  })
  const changed = signature('B', { after: { state: 'changed', changes: [] } })
  expect(asIssued([covered, changed]).map(({ after }) => after.state)).toEqual(['allowed', 'changed'])
  // What came behind the issued bytes is nobody's seal, and without any issued bytes there is none.
  expect([99, 0].map((end) => asIssued([covered], end)[0]?.after.state)).toEqual(['covered', 'covered'])
})
