/** What the parts of /verify show, and what they do not. */
import { render } from 'svelte/server'
import { describe, expect, it } from 'vitest'
import { m } from '$lib/paraglide/messages'
import type { CheckedSignature } from './answer.ts'
import EntryCard from './EntryCard.svelte'
import SignatureList from './SignatureList.svelte'

const file = new File(['%PDF-1.7'], 'van-ban.pdf')
const signature = {
  ...{ type: 'signature' as const, signerName: 'Lò Văn Thưởng', organisation: '', title: '' },
  ...{ claimedTime: null, provenTime: null, end: 8, after: { state: 'nothing' as const } },
  trust: { authority: 'CA', isEvaluation: false, wasCertificateValid: true, fault: null },
  ...{
    purpose: 'signing' as const,
    level: 'B-B' as const,
    revocation: { state: 'unknown' as const },
    now: 'valid' as const,
  },
  ...{ certificate: null, onPaper: null },
}
const listed = (...found: CheckedSignature['integrity'][]) =>
  render(SignatureList, {
    props: { signatures: found.map((integrity) => ({ ...signature, integrity })), file },
  }).body
const offer = m.verify_signed_revision_of({ name: signature.signerName })

describe('what somebody signed', () => {
  it('is offered only where the bytes fit the signature', () => {
    expect(listed({ state: 'intact' })).toContain(offer)
    expect(listed({ state: 'broken' })).not.toContain(offer)
    expect(listed({ state: 'unknown', reason: { kind: 'certificate' } })).not.toContain(offer)
    expect(listed({ state: 'broken' }, { state: 'intact' }).split(offer)).toHaveLength(2)
  })
})

describe('the card of the register', () => {
  const entry = {
    ...{ agency: 'Ủy ban nhân dân tỉnh Sơn La', kind: 'bao-cao', numberLine: '03/BC-UBND', documentDate: '2026-11-29' },
    ...{ subject: '', signerName: '', signerPosition: '', issuedAt: null, cancelledAt: new Date() },
    verifyCode: 'ABCD-EFGH-JKMN',
  }
  const inRegister = m.verify_entry({ kind: '' }).trim()

  it('says of a number that was given back that it is not in the register', () => {
    const shown = (isReturned: boolean) => render(EntryCard, { props: { entry: { ...entry, isReturned } } }).body
    expect(shown(false)).toContain(inRegister)
    expect(shown(true)).not.toContain(inRegister)
    expect(shown(true)).toContain(m.verify_entry_returned_text())
  })
})
