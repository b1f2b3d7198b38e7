import { describe, expect, it } from 'vitest'
import { verdictOf, type Checked, type CheckedSignature } from './verdict.ts'

const whole: CheckedSignature = {
  type: 'signature',
  isIntact: true,
  addedLater: 'nothing',
  trust: { authority: 'CA', isEvaluation: false, wasCertificateValid: true },
}
const checked = (change: Partial<Checked>): Checked => ({
  match: 'issued',
  malformed: 0,
  signatures: [whole],
  ...change,
})

describe('the verdict on an uploaded PDF', () => {
  it('is good only for the issued bytes with signatures that hold', () => {
    expect(verdictOf(checked({})).tone).toBe('good')
    for (const match of ['earlier', 'extended', 'altered', 'unknown'] as const)
      expect(verdictOf(checked({ match })).tone).not.toBe('good')
    expect(verdictOf(checked({ signatures: [{ ...whole, isIntact: false }] })).tone).toBe('fault')
    expect(verdictOf(checked({ signatures: [{ ...whole, addedLater: 'unsigned' }] })).tone).toBe('fault')
    expect(verdictOf(checked({ malformed: 1 })).tone).toBe('fault')
  })

  it('tells apart a file of others that is unsigned, broken, from an unknown authority, and sound', () => {
    const untrusted = { ...whole, trust: { ...whole.trust, authority: null } }
    const titles = [
      checked({ match: 'unknown', signatures: [] }),
      checked({ match: 'unknown', signatures: [{ ...whole, isIntact: false }] }),
      checked({ match: 'unknown', signatures: [untrusted] }),
      checked({ match: 'unknown' }),
    ].map((one) => verdictOf(one).title)
    expect(new Set(titles).size).toBe(4)
  })
})
