/** Signed PDFs, honest ones and altered ones, made byte by byte: no library would write what an attacker writes. */
import { createSign, generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'
import { PDFDocument } from 'pdf-lib'
import type { SigningKey } from '../../server/issue/pki/open.ts'
import { appendField, type FieldToSign } from '../../server/issue/sign/field.ts'
import { makePng } from '../fixtures/png.ts'
import { signPdf } from './sign-pdf.ts'

export interface Signer {
  key: SigningKey
  rootPem: string
}

/** A key with a certificate of its own making; that of an agency names it as organisation too. */
export function makeSigner(name: string, organisation?: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = (key: typeof privateKey) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  certificate.serialNumber = '01'
  certificate.validity.notBefore = new Date('2026-01-01')
  certificate.validity.notAfter = new Date('2036-01-01')
  // Accented names must be UTF8String; what the library would choose cannot hold them.
  const utf8: number = forge.asn1.Type.UTF8
  const subject = [
    { name: 'commonName', value: name, valueTagClass: utf8 },
    ...(organisation ? [{ name: 'organizationName', value: organisation, valueTagClass: utf8 }] : []),
  ]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([{ name: 'basicConstraints', cA: true }])
  certificate.sign(forge.pki.privateKeyFromPem(pem(privateKey)), forge.md.sha256.create())
  const der = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'latin1')
  return {
    key: {
      certificate: der,
      chain: [],
      sign: async (data) => createSign('sha256').update(data).sign(privateKey),
    },
    rootPem: forge.pki.certificateToPem(certificate),
  }
}

/** A page of words, with room below them. */
export async function wordsPdf(options: { pages?: number; packed?: boolean } = {}): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  for (let page = 1; page <= (options.pages ?? 1); page++) {
    const sheet = document.addPage([595, 842])
    sheet.drawText(`Quyet dinh so ${page}: cap 100 trieu dong`, { x: 80, y: 700, size: 16 })
    sheet.drawText('Noi nhan: Van phong; Luu VT.', { x: 80, y: 660, size: 12 })
  }
  return document.save({ useObjectStreams: options.packed ?? false })
}

export const PLACE = { x: 320, y: 300, width: 120, height: 60 }
const imagePng = makePng({ width: 120, height: 60 })

export function sign(
  pdf: Uint8Array,
  { key }: Signer,
  name: string,
  more: Partial<FieldToSign> = {},
): Promise<Uint8Array> {
  const field = { name, title: name, page: 1, rectangle: PLACE, imagePng, signerName: name, reason: '', location: '' }
  return signPdf(pdf, { ...field, at: new Date('2026-11-29T02:00:00Z'), ...more }, key, { append: appendField })
}

export interface Addition {
  /** Objects by their number; what stands between "obj" and "endobj". */
  objects?: Record<number, string>
  free?: number[]
  /** Entries of the trailer, in place of those of the last one. */
  trailer?: string
  /** Offsets of objects that the table shall name, wherever they are. */
  offsets?: Record<number, number>
  /** Bytes between the objects and the table. */
  stray?: string
}

/** The file with an update behind it, in order but for what is asked. */
export function append(
  pdf: Uint8Array,
  { objects = {}, free = [], trailer, offsets = {}, stray = '' }: Addition,
): Buffer {
  const base = Buffer.from(pdf)
  const parts = [base.toString('latin1')]
  let at = base.length
  const push = (text: string) => {
    parts.push(text)
    at += text.length
  }
  if (base.at(-1) !== 0x0a) push('\n')
  const entries = new Map<number, string>()
  for (const [num, body] of Object.entries(objects)) {
    entries.set(Number(num), `${String(at).padStart(10, '0')} 00000 n \n`)
    push(`${num} 0 obj\n${body}\nendobj\n`)
  }
  push(stray)
  for (const num of free) entries.set(num, '0000000000 00001 f \n')
  for (const [num, offset] of Object.entries(offsets))
    entries.set(Number(num), `${String(offset).padStart(10, '0')} 00000 n \n`)
  const startxref = at
  const table = [...entries].map(([num, entry]) => `${num} 1\n${entry}`).join('')
  push(`xref\n0 1\n0000000000 65535 f \n${table}trailer\n<< /Size 900 /Prev ${lastTable(base)} `)
  push(`${trailer ?? `/Root ${rootOf(base)} 0 R`} >>\nstartxref\n${startxref}\n%%EOF\n`)
  return Buffer.from(parts.join(''), 'latin1')
}

export function lastTable(pdf: Uint8Array): number {
  return Number(
    [
      ...Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/startxref\s+(\d+)/g),
    ].at(-1)?.[1],
  )
}

export function rootOf(pdf: Uint8Array): number {
  return Number(
    [
      ...Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/\/Root (\d+) 0 R/g),
    ].at(-1)?.[1],
  )
}

/** The last text of an object in the file, between "obj" and "endobj". */
export function objectText(pdf: Uint8Array, num: number): string {
  const text = Buffer.from(pdf).toString('latin1')
  const start = text.lastIndexOf(`\n${num} 0 obj`)
  if (start < 0) throw new Error(`no object ${num}`)
  const from = start + `\n${num} 0 obj`.length
  return text.slice(from, text.indexOf('endobj', from)).trim()
}

/** The number of the last object that has such a text. */
export function objectWith(pdf: Uint8Array, words: string | RegExp): number {
  const text = Buffer.from(pdf).toString('latin1')
  const found = [...text.matchAll(/(?:^|\n)(\d+) 0 obj([\s\S]*?)endobj/g)].filter(([, , body = '']) =>
    typeof words === 'string' ? body.includes(words) : words.test(body),
  )
  const num = found.at(-1)?.[1]
  if (num === undefined) throw new Error(`no object with ${words}`)
  return Number(num)
}

export function stream(content: string, entries = ''): string {
  return `<< ${entries} /Length ${content.length} >>\nstream\n${content}\nendstream`
}
