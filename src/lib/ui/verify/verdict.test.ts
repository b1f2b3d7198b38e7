import { describe, expect, it } from 'vitest'
import { answerOf, type CheckedSignature, statementsOf } from './answer.ts'
import { revisionName } from './revision.ts'
import { type Checked, oursText, verdictOf } from './verdict.ts'

const whole: CheckedSignature = {
  type: 'signature',
  signerName: 'Nguyễn Văn Nhất',
  integrity: { state: 'intact' },
  after: { state: 'nothing' },
  trust: { authority: 'CA', isEvaluation: false, wasCertificateValid: true, fault: null },
  purpose: 'signing',
  certificate: null,
  onPaper: null,
  ...{ level: 'B-B', revocation: { state: 'unknown' }, now: 'valid' },
}
const broken: CheckedSignature = { ...whole, integrity: { state: 'broken' } }
const changed: CheckedSignature = { ...whole, after: { state: 'changed', changes: [{ what: 'page', page: 3 }] } }
const covered: CheckedSignature = { ...whole, after: { state: 'covered', covers: [{ page: 2, over: 'words' }] } }
const unclear: CheckedSignature = { ...whole, after: { state: 'unclear', why: 'structure' } }
const unknown: CheckedSignature = {
  ...whole,
  integrity: { state: 'unknown', reason: { kind: 'algorithm', name: 'GOST R 34.10-2012' } },
}
const notForSigning: CheckedSignature = { ...whole, purpose: 'tls-server' }
const untrusted = { ...whole, trust: { ...whole.trust, authority: null } }

const checked = (change: Partial<Checked>): Checked => ({
  ...{ match: 'issued', malformed: 0, more: 0, unclear: null, signatures: [whole], ours: null },
  ...change,
})
const foreign = (...signatures: CheckedSignature[]) => verdictOf(checked({ match: 'unknown', signatures }))

describe('the verdict on an uploaded PDF', () => {
  it('is good only for the issued bytes with signatures that hold', () => {
    expect(verdictOf(checked({})).tone).toBe('good')
    for (const match of ['earlier', 'cancelled', 'continued', 'extended', 'altered', 'copy', 'unknown'] as const)
      expect(verdictOf(checked({ match })).tone).not.toBe('good')
    for (const one of [broken, changed, unclear, unknown])
      expect(verdictOf(checked({ signatures: [one] })).tone).toBe('fault')
    expect(verdictOf(checked({ malformed: 1 })).tone).toBe('fault')
  })

  it('tells apart each way in which a file of others may be', () => {
    const titles = [
      verdictOf(checked({ match: 'unknown', signatures: [] })),
      ...[broken, changed, covered, unclear, notForSigning, untrusted, whole].map((one) => foreign(one)),
    ].map(({ title }) => title)
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('says nothing of what came behind a signature whose own bytes are others, but that it was changed or cannot be read', () => {
    const said = (one: CheckedSignature) => statementsOf({ ...one, integrity: { state: 'broken' } }).length
    for (const { after } of [whole, covered]) expect(said({ ...whole, after })).toBe(said(whole))
    for (const { after } of [changed, unclear]) expect(said({ ...whole, after })).toBe(said(whole) + 1)
  })

  it('never says unchanged of what was added to, whoever signed the addition', () => {
    for (const later of [whole, untrusted])
      for (const first of [changed, covered, unclear]) {
        const { title, text, tone } = foreign(first, later)
        expect(`${title} ${text}`).not.toMatch(/chưa bị sửa/)
        expect(['fault', 'late']).toContain(tone)
      }
  })

  it('comes to no conclusion where something irregular calls itself a signature, or nothing can be read', () => {
    const title = foreign(unclear).title
    expect(verdictOf(checked({ match: 'unknown', signatures: [], malformed: 1 })).title).toBe(title)
    expect(verdictOf(checked({ match: 'unknown', malformed: 1 })).title).toBe(title)
    expect(verdictOf(checked({ match: 'unknown', more: 3 })).title).toBe(title)
    expect(verdictOf(checked({ match: 'unknown', signatures: [], unclear: 'encrypted' })).title).toBe(title)
    expect(foreign(unknown).title).toBe(title)
  })

  it('names whose signature a change came after', () => {
    expect(foreign(changed, whole).title).toContain('Nguyễn Văn Nhất')
  })
})

describe('one signature', () => {
  it('has one of four answers', () => {
    expect([whole, broken, changed, covered, unclear, unknown].map(answerOf)).toEqual([
      ...['whole', 'changed', 'changed', 'covered', 'unclear', 'unclear'],
    ])
  })

  it('says what changed and where, which algorithm it does not know, and whose names differ', () => {
    const text = (one: CheckedSignature) =>
      statementsOf(one)
        .map((statement) => statement.text)
        .join('\n')
    expect(text(changed)).toContain('nội dung trang 3')
    expect(text(covered)).toContain('trang 2')
    expect(text(unknown)).toContain('GOST R 34.10-2012')
    expect(text(notForSigning)).toContain('Không phải chứng thư để ký')
    const differs = { ...whole, onPaper: { name: 'Trần Thị Nhì', fits: false } }
    expect(statementsOf(differs).at(-1)).toMatchObject({ says: 'no' })
    expect(text(differs)).toContain('Trần Thị Nhì')
  })
})

describe('what came behind a file of ours', () => {
  const data: CheckedSignature = { ...whole, after: { state: 'data' } }
  const behind = (match: Checked['match'], state: 'nothing' | 'data' | 'allowed') => {
    const after = state === 'allowed' ? { state, covers: [] } : { state }
    const found = checked({ match, signatures: [{ ...whole, after }], ours: { pages: 1, after } })
    const { title, text } = verdictOf(found)
    return [title, text, ...oursText({ pages: 1, after }), ...statementsOf({ ...whole, after }).map(({ text }) => text)]
  }

  it('is data that shows nothing: no sentence speaks of signatures that came, of content, or of nothing', () => {
    for (const match of ['continued', 'earlier', 'cancelled'] as const) {
      const said = behind(match, 'data').join('\n')
      expect(said, match).toMatch(/dữ liệu.*không hiện/)
      expect(said, match).not.toMatch(/Không có gì|có thêm chữ ký|chỉ chữ ký|có nội dung/)
    }
    expect(answerOf(data)).toBe('whole')
  })

  it('is a signature: it is said so', () => {
    expect(behind('continued', 'allowed').join('\n')).toMatch(/có thêm chữ ký/)
    for (const match of ['continued', 'cancelled', 'extended'] as const)
      expect(behind(match, 'allowed').join('\n'), match).not.toMatch(/Không có gì|không phải chữ ký/)
  })

  it('is nothing: no sentence speaks of an addition', () => {
    for (const match of ['issued', 'earlier', 'cancelled'] as const)
      expect(behind(match, 'nothing').join('\n'), match).not.toMatch(/phía sau|có thêm|Phần đầu tệp/)
  })
})

it('says which pages are the office’s, and what was added', () => {
  expect(oursText({ pages: 3, after: { state: 'nothing' } }).join(' ')).toMatch(/3 trang.*Không có gì/)
  expect(oursText({ pages: 1, after: changed.after }).join(' ')).toMatch(/1 trang.*nội dung trang 3/)
})

it('a signed revision is saved under a name that says whose it is', () => {
  expect(revisionName('van-ban.pdf', 'Nguyễn Văn Nhất')).toBe('van-ban (Nguyễn Văn Nhất).pdf')
  expect(revisionName('a.PDF', 'a/b:"c"')).toBe('a (a b c).pdf')
})
