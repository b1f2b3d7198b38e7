import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PDFDocument } from 'pdf-lib'
import * as pkijs from 'pkijs'
import { afterAll, describe, expect, test } from 'vitest'
import { trustedAuthorities } from '../../../server/database/tables.ts'
import { makeAuthority } from '../../../server/demonstration/authority.ts'
import { openKey } from '../../../server/issue/pki/open.ts'
import { appendField } from '../../../server/issue/sign/field.ts'
import { findSignatures } from '../../../server/issue/verify/find.ts'
import { signPdf } from '../../tools/sign-pdf.ts'
import { append } from '../../tools/signed-pdf.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const MEANS = { append: appendField }
const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, clerk, admin, db } = office
const issue = office.issueWith({ typeset: smallPdf })

async function issuedDocument() {
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  await issue.seal(clerk, draft.id, { pin: SEAL_PIN })
  await issue.publish(clerk, draft.id)
  const signed = (await issue.file(leader, draft.id, 'pdf-signed')).bytes
  const sealed = (await issue.file(leader, draft.id, 'pdf-sealed')).bytes
  const code = (await issue.status(leader, draft.id)).revision?.verifyCode ?? ''
  return { id: draft.id, signed, sealed, code }
}

const ours = await issuedDocument()
const INTACT = { state: 'intact' }

function changed(pdf: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(pdf)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

describe('an uploaded PDF', () => {
  test('as issued: whose it is, who signed when, both intact, and the register entry', async () => {
    const result = await issue.verifyUpload(ours.sealed)
    expect(result).toMatchObject({
      match: 'issued',
      malformed: 0,
      entry: { numberLine: '01/TB-UBND', verifyCode: ours.code },
    })
    expect(result.signatures).toMatchObject([
      { signerName: 'Nguyễn Thị Hồng Phượng', title: 'Phó Chủ tịch', integrity: INTACT, after: { state: 'allowed' } },
      { signerName: 'Ủy ban nhân dân tỉnh Sơn La', integrity: INTACT, after: { state: 'nothing' } },
    ])
    expect(result.ours).toEqual({ pages: 1, after: { state: 'nothing' } })
    expect(result.signatures.map(({ onPaper }) => onPaper)).toEqual([
      { name: 'Nguyễn Thị Hồng Phượng', fits: true },
      { name: 'Ủy ban nhân dân tỉnh Sơn La', fits: true },
    ])
    for (const { trust, claimedTime, provenTime } of result.signatures) {
      expect(trust).toMatchObject({ isEvaluation: true, wasCertificateValid: true })
      expect(Date.now() - (claimedTime?.getTime() ?? 0)).toBeLessThan(120_000)
      expect(provenTime).toBeNull()
    }
  })

  test('as it was before the seal', async () => {
    expect(await issue.verifyUpload(ours.signed)).toMatchObject({
      match: 'earlier',
      entry: { numberLine: '01/TB-UBND' },
    })
  })

  test('with one byte changed in the text: both signatures broken, and it is said whose document it claims to be', async () => {
    const result = await issue.verifyUpload(changed(ours.sealed, 300))
    expect(result.signatures.map(({ integrity }) => integrity.state)).toEqual(['broken', 'broken'])
    expect(result).toMatchObject({ match: 'altered', entry: { verifyCode: ours.code } })
  })

  test('with one byte changed after the first signature: the first holds, the second does not', async () => {
    const result = await issue.verifyUpload(changed(ours.sealed, ours.signed.length + 200))
    expect(result.signatures.map(({ integrity }) => integrity.state)).toEqual(['intact', 'broken'])
    expect(result.match).toBe('extended')
  })

  test('with one byte changed in the signature itself', async () => {
    const at = Buffer.from(ours.sealed).lastIndexOf('/Contents <') + 600
    const digit = Buffer.from(ours.sealed)
    digit[at] = digit[at] === 0x30 ? 0x31 : 0x30
    expect((await issue.verifyUpload(digit)).signatures[1]?.integrity.state).toBe('broken')
  })

  test('with something added behind: intact, but no longer the issued document', async () => {
    const document = await PDFDocument.load(ours.sealed, { forIncrementalUpdate: true, updateMetadata: false })
    document.getPage(0).drawRectangle({ x: 0, y: 0, width: 500, height: 500 })
    const longer = await document.save({ useObjectStreams: false })
    const result = await issue.verifyUpload(longer)
    const changed = { state: 'changed', changes: [{ what: 'page', page: 1 }] }
    expect(result.signatures).toMatchObject([
      { integrity: INTACT, after: changed },
      { integrity: INTACT, after: changed },
    ])
    expect(result).toMatchObject({
      ...{ match: 'extended', entry: { verifyCode: ours.code }, ours: { pages: 1, after: changed } },
    })
  })

  test('with bytes behind that show nothing: the same file of ours, and neither nothing nor a signature is said to have come', async () => {
    const behind = (text: string) => (pdf: Uint8Array) => Buffer.concat([pdf, Buffer.from(text, 'latin1')])
    const ways = [
      ...['\n', '\r\n', ' \t ', '\0'.repeat(1000)].map(behind),
      (pdf: Uint8Array) => append(pdf, {}),
      (pdf: Uint8Array) => append(pdf, { objects: { 800: '(21 ty)' } }),
    ]
    for (const [at, add] of ways.entries()) {
      const found = { file: null, ours: { pages: 1, after: { state: 'data' } }, malformed: 0 }
      expect(await issue.verifyUpload(add(ours.sealed)), `${at}`).toMatchObject({ match: 'continued', ...found })
      expect(await issue.verifyUpload(add(ours.signed)), `${at}`).toMatchObject({ match: 'earlier', ...found })
    }
    for (const text of ['% 21 ty\n', '%%EOF\n'])
      for (const pdf of [ours.sealed, ours.signed]) {
        const result = await issue.verifyUpload(behind(text)(pdf))
        expect([result.match, result.ours?.after.state]).toEqual(['extended', 'unclear'])
      }
  })

  test('with a signature of somebody else behind the seal: still the issued document, and it is said what was added', async () => {
    const stranger = await strangersKey()
    const place = { rectangle: { x: 60, y: 60, width: 90, height: 40 } }
    const received = await signPdf(
      ours.sealed,
      { ...fieldOf(stranger.imagePng), ...place, name: 'R' },
      stranger.key,
      MEANS,
    )
    const result = await issue.verifyUpload(received)
    expect(result).toMatchObject({ match: 'continued', entry: { verifyCode: ours.code }, ours: { pages: 1 } })
    expect(result.ours?.after.state).toBe('allowed')
    expect(result.signatures.map(({ onPaper }) => onPaper?.fits)).toEqual([true, true, undefined])
  })

  test('saved anew, or with bytes in front: not the file that was issued, and which one it shows', async () => {
    const document = await PDFDocument.load(ours.sealed, { updateMetadata: false })
    const copies = [
      await document.save({ useObjectStreams: true }),
      await document.save({ useObjectStreams: false }),
      Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), ours.sealed]),
    ]
    for (const copy of copies) {
      const result = await issue.verifyUpload(copy)
      expect(['copy', 'altered']).toContain(result.match)
      expect(result).toMatchObject({ entry: { verifyCode: ours.code }, ours: null })
      expect(result.signatures.some(({ after }) => after.state === 'nothing')).toBe(false)
    }
  })

  test('without any signature', async () => {
    const { bytes } = await smallPdf()
    expect(await issue.verifyUpload(bytes)).toMatchObject({ signatures: [], match: 'unknown', entry: null })
  })

  test('signed by an authority we do not know, then by one we have come to know', async () => {
    const stranger = await strangersKey()
    const signed = await signPdf((await smallPdf()).bytes, fieldOf(stranger.imagePng), stranger.key, MEANS)
    const before = await issue.verifyUpload(signed)
    expect(before).toMatchObject({ match: 'unknown', signatures: [{ integrity: INTACT, trust: { authority: null } }] })
    await db.insert(trustedAuthorities).values(stranger.authorities)
    expect((await issue.verifyUpload(signed)).signatures[0]?.trust.authority).not.toBeNull()
  })

  test('with a range that leaves out more than the signature is not taken for signed', async () => {
    const text = Buffer.from(ours.signed).toString('latin1')
    const [range = '', gapStart = '0'] = /\/ByteRange \[0 (\d+) \d+ \d+/.exec(text) ?? []
    const wider = range.replace(gapStart, String(Number(gapStart) - 40).padEnd(gapStart.length))
    const result = await issue.verifyUpload(Buffer.from(text.replace(range, wider), 'latin1'))
    expect(result).toMatchObject({ signatures: [], malformed: 1 })
  })

  test('that is none, or too large: a clear refusal', async () => {
    expect(await outcome(issue.verifyUpload(Buffer.from('PK\x03\x04 a Word file')))).toBe('not_a_pdf')
    expect(await outcome(issue.verifyUpload(Buffer.of()))).toBe('not_a_pdf')
    expect(await outcome(issue.verifyUpload(Buffer.alloc(6 * 1024 * 1024)))).toBe('too_large')
  })

  test('made to keep us busy is answered within a second or two', async () => {
    const hostile = [
      '/ByteRange [0 1 2 3]'.repeat(200_000),
      '/ByteRange [' + ' '.repeat(4_000_000),
      '1 0 obj << /Type /Sig /ByteRange [0 70 72 9] /Contents '.repeat(60_000),
      '<< '.repeat(1_000_000) + '/ByteRange [0 100 200 300]',
      `<>${'/ByteRange [0 9 11 100] '.repeat(150_000)}`,
      `<${'3000'.repeat(900_000)}> /ByteRange [0 9 3600011 20]`,
      withCms('3080'.repeat(60_000)),
      withCms(`30830${(200_000).toString(16)}${'0500'.repeat(100_000)}`),
    ]
    for (const content of hostile) {
      const started = performance.now()
      const result = await issue.verifyUpload(Buffer.from(`%PDF-1.7\n${content}`))
      expect(result.signatures.every(({ integrity }) => integrity.state !== 'intact')).toBe(true)
      expect(performance.now() - started).toBeLessThan(4000)
    }
  })
})

describe('the code printed on the page', () => {
  test('leads to the entry and its signatures, however it is typed', async () => {
    for (const typed of [ours.code, ours.code.toLowerCase(), ` ${ours.code.replaceAll('-', '')} `]) {
      const result = await issue.verifyCode(typed)
      expect(result?.entry.numberLine).toBe('01/TB-UBND')
      expect(result?.signatures.map(({ integrity, onPaper }) => [integrity.state, onPaper?.fits])).toEqual([
        ['intact', true],
        ['intact', true],
      ])
    }
  })

  test('of nothing, or of what is not issued yet, leads nowhere', async () => {
    const draft = await office.approvedDraft()
    await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    const { revision } = await issue.status(leader, draft.id)
    for (const code of [revision?.verifyCode ?? '', '0000-0000-0000', '', 'x'.repeat(10_000), "'; drop table drafts"])
      expect(await issue.verifyCode(code)).toBeNull()
    const { bytes } = await issue.file(leader, draft.id, 'pdf-signed')
    expect(await issue.verifyUpload(bytes)).toMatchObject({ match: 'earlier', entry: null })
  })
})

test('B-T: a time stamp stands in the signature, and proves the time once its authority is trusted', async () => {
  const stamper = timeStamper()
  const stranger = await strangersKey()
  const signed = await signPdf((await smallPdf()).bytes, fieldOf(stranger.imagePng), stranger.key, {
    ...MEANS,
    timestamp: stamper.stamp,
  })
  expect((await issue.verifyUpload(signed)).signatures).toMatchObject([{ integrity: INTACT, provenTime: null }])
  await issue.authorities.trust(admin, stamper.certificate)
  const [signature] = (await issue.verifyUpload(signed)).signatures
  expect(Math.abs((signature?.provenTime?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
  stamper.close()
})

test('PAdES baseline: the CMS has the three attributes it must have, no signing time, and OpenSSL takes it for CAdES', async () => {
  const { signatures } = findSignatures(ours.sealed)
  expect(signatures).toHaveLength(2)
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-cms-'))
  for (const { cms, gapStart, gapEnd, end, subFilter } of signatures) {
    expect(subFilter).toBe('ETSI.CAdES.detached')
    const { content } = pkijs.ContentInfo.fromBER(new Uint8Array(cms).buffer)
    const [signer] = new pkijs.SignedData({ schema: content }).signerInfos
    const [contentType, messageDigest, certificate] = ['1.9.3', '1.9.4', '1.9.16.2.47'].map(
      (id) => `1.2.840.113549.${id}`,
    )
    expect(signer?.signedAttrs?.attributes.map(({ type }) => type)).toEqual([contentType, messageDigest, certificate])

    const bytes = Buffer.from(ours.sealed)
    writeFileSync(
      path.join(folder, 'content'),
      Buffer.concat([bytes.subarray(0, gapStart), bytes.subarray(gapEnd, end)]),
    )
    writeFileSync(path.join(folder, 'cms'), cms)
    writeFileSync(path.join(folder, 'root.pem'), office.authority.authorities[0]?.certificatePem ?? '')
    const options = ['-cades', '-binary', '-purpose', 'any', '-inform', 'DER', '-in', 'cms', '-content', 'content']
    execFileSync('openssl', ['cms', '-verify', ...options, '-CAfile', 'root.pem', '-out', '/dev/null'], {
      ...{ cwd: folder, stdio: 'pipe' },
    })
  }
  rmSync(folder, { recursive: true })
})

/** A signature dictionary that is in order, but for its CMS. */
function withCms(hex: string): string {
  const before = '1 0 obj << /Type /Sig /Contents '
  const [start, end] = [9 + before.length, 9 + before.length + hex.length + 2]
  return `${before}<${hex}> /ByteRange [0 ${start} ${end} 10] >> endobj`
}

function fieldOf(imagePng: Uint8Array) {
  return {
    ...{ name: 'Signer', title: 'Chữ ký', page: 1, imagePng, signerName: 'Người lạ', reason: '', location: '' },
    ...{ rectangle: { x: 100, y: 100, width: 100, height: 44 }, at: new Date() },
  }
}

async function strangersKey() {
  const { keys, authorities } = await makeAuthority({
    agency: { id: office.agencyId, fullName: 'Sở Nội vụ', place: 'Sơn La' },
    signers: [],
    ...{ signerPin: '1', sealPin: '1', root: process.cwd() },
  })
  const [own] = keys
  if (!own) throw new Error('no key was made')
  return { key: await openKey(own.pkcs12, '1'), imagePng: own.imagePng, authorities }
}

/** A time-stamping authority of OpenSSL's, without the network. */
function timeStamper() {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-tsa-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  writeFileSync(
    path.join(folder, 'tsa.cnf'),
    `[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\nbasicConstraints=CA:TRUE\nextendedKeyUsage=critical,timeStamping\n
[tsa]\ndefault_tsa=one\n[one]\nserial=./serial\ncrypto_device=builtin\nsigner_cert=./tsa.pem\ncerts=./tsa.pem\nsigner_key=./tsa.key
signer_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n`,
  )
  writeFileSync(path.join(folder, 'serial'), '01')
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.pem', '-days', '9'],
    ...['-subj', '/CN=TSA', '-config', 'tsa.cnf'],
  )
  return {
    certificate: readFileSync(path.join(folder, 'tsa.pem')),
    async stamp(digest: Uint8Array): Promise<Uint8Array> {
      openssl('ts', '-query', '-digest', Buffer.from(digest).toString('hex'), '-sha256', '-cert', '-out', 'query')
      openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-token_out', '-out', 'token')
      return readFileSync(path.join(folder, 'token'))
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
