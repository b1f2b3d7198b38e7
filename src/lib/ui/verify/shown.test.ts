/** What the parts of /verify show, and what they do not. */
import { render } from 'svelte/server'
import { describe, expect, it } from 'vitest'
import { m } from '$lib/paraglide/messages'
import type { CheckedSignature } from './answer.ts'
import SignatureList from './SignatureList.svelte'

const file = new File(['%PDF-1.7'], 'van-ban.pdf')
const signature = {
  ...{ type: 'signature' as const, signerName: 'Lò Văn Thưởng', organisation: '', title: '' },
  ...{ claimedTime: null, provenTime: null, end: 8, after: { state: 'nothing' as const } },
  ...{ trust: { authority: 'CA', isEvaluation: false, wasCertificateValid: true }, purpose: 'signing' as const },
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
