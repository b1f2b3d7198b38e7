/** Files of one page and signatures in them, made byte by byte, with whatever else a test lets their update bring. */
import { createHash } from 'node:crypto'
import { signDigest } from './sign-pdf.ts'
import { append, objectText, objectWith, type Signer, stream } from './signed-pdf.ts'

export const FORM = '/Type /XObject /Subtype /Form'
/** A pale ground. */
export const PICTURE = stream('1 0.9 0.6 rg 0 0 400 80 re f', `${FORM} /BBox [ 0 0 400 80 ]`)
/** For a page or a drawing of `handmade`. */
export const FONT = '/Resources << /Font << /F1 5 0 R >> >>'
export const words = (text: string) => `BT /F1 20 Tf 80 700 Td (${text}) Tj ET`

const CONTENTS = `<${'0'.repeat(8000)}>`
const RANGE = '/ByteRange [0 0000000000 0000000000 0000000000]'

export interface Hand {
  rect?: string
  flags?: string
  /** In the widget. */
  more?: string
  /** In the signature. */
  value?: string
  type?: string
  picture?: string | null
  /** Of the field, as a PDF string. */
  title?: string
  /** Fills this widget instead of adding one. */
  fills?: number
  /** What else its update does to the objects, by their numbers. */
  alter?: (objects: Record<number, string>) => void
  /** What becomes of the file's text before it is signed. */
  rewrite?: (text: string) => string
}

/** A signature in an update of our own making, which fits its bytes. */
export async function signByHand(pdf: Buffer, signer: Signer, hand: Hand): Promise<Buffer> {
  const { rect = '[ 60 640 460 720 ]', flags = '/F 4', more = '', picture = PICTURE, title = '(Hand)' } = hand
  const [page, form] = [objectWith(pdf, /\/Type \/Page\s/), objectWith(pdf, '/SigFlags')]
  const free = freeNumber(pdf)
  const widget = hand.fills ?? free
  const look = picture === null ? '' : `/AP << /N ${free + 2} 0 R >>`
  const sheet = objectText(pdf, page)
  const listed = { fields: `/Fields [ ${widget} 0 R `, notes: `/Annots [ ${widget} 0 R ` }
  const lists = {
    [form]: objectText(pdf, form).replace(/\/Fields \[/, listed.fields),
    [page]: sheet.includes('/Annots [')
      ? sheet.replace('/Annots [', listed.notes)
      : sheet.replace(/>>$/, `${listed.notes}] >>`),
  }
  const objects: Record<number, string> = {
    ...(hand.fills === undefined ? lists : {}),
    [widget]:
      hand.fills === undefined
        ? `<< /Type /Annot /Subtype /Widget /FT /Sig /T ${title} ${flags} /P ${page} 0 R /Rect ${rect} ${more} ${look} /V ${free + 1} 0 R >>`
        : objectText(pdf, widget)
            .replace(/\/AP <<[^>]*>>/, '')
            .replace(/>>$/, `${look} /V ${free + 1} 0 R >>`),
    [free + 1]: signatureByHand(hand),
    ...(picture === null ? {} : { [free + 2]: picture }),
  }
  hand.alter?.(objects)
  const text = append(pdf, { objects }).toString('latin1')
  return fillByHand(hand.rewrite?.(text) ?? text, signer)
}

/** The text of a signature that is still to be made. */
export function signatureByHand({
  type = '/Type /Sig /SubFilter /ETSI.CAdES.detached',
  value = '',
}: Hand = {}): string {
  return `<< ${type} /Filter /Adobe.PPKLite ${RANGE} /Contents ${CONTENTS} ${value} >>`
}

/** Makes the last such signature of a file, over all of it. */
export async function fillByHand(text: string, { key }: Signer): Promise<Buffer> {
  const gapStart = text.lastIndexOf(CONTENTS)
  const gapEnd = gapStart + CONTENTS.length
  const range = [0, gapStart, gapEnd, text.length - gapEnd].map((n, at) => (at ? String(n).padStart(10, '0') : '0'))
  const bytes = Buffer.from(text.replace(RANGE, `/ByteRange [${range.join(' ')}]`), 'latin1')
  const digest = createHash('sha256').update(bytes.subarray(0, gapStart)).update(bytes.subarray(gapEnd)).digest()
  bytes.write(Buffer.from(await signDigest(digest, key)).toString('hex'), gapStart + 1, 'latin1')
  return bytes
}

/** Behind all that there is. */
export function freeNumber(pdf: Buffer): number {
  const nums = [...pdf.toString('latin1').matchAll(/\n(\d+) 0 obj/g)].map(([, num]) => Number(num))
  return Math.max(500, ...nums) + 1
}

/** A file of one page; `table`: its table is this object, which says that it is a stream of cross references. */
export function handmade(sheet: string, more: Record<number, string> = {}, table: number | null = null): Buffer {
  const objects = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>',
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] ${sheet} >>`,
    4: stream(words('cap 12 ty dong')),
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...more,
  }
  let file = '%PDF-1.7\n'
  const places = new Map<number, number>()
  for (const [num, body] of Object.entries(objects)) {
    places.set(Number(num), file.length)
    file += `${num} 0 obj\n${body}\nendobj\n`
  }
  const start = file.length
  if (table !== null) {
    places.set(table, start)
    file += `${table} 0 obj\n${tableStream(places)}\nendobj\nstartxref\n${start}\n%%EOF\n`
    return Buffer.from(file, 'latin1')
  }
  const entries = [...places].map(([num, at]) => `${num} 1\n${String(at).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 1\n0000000000 65535 f \n${entries}trailer\n<< /Size 100 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

/** `within`: objects that stand in an object stream, each with its number and its place there. */
export function tableStream(
  places: Map<number, number>,
  more = '/Size 100 /Root 1 0 R',
  within: { container: number; nums: [num: number, index: number][] } = { container: 0, nums: [] },
): string {
  const row = (kind: number, second: number, third: number) => {
    const bytes = Buffer.alloc(7)
    bytes.writeUInt8(kind)
    bytes.writeUInt32BE(second, 1)
    bytes.writeUInt16BE(third, 5)
    return bytes.toString('latin1')
  }
  const rows = [
    ...[...places].map(([num, at]) => [num, row(1, at, 0)] as const),
    ...within.nums.map(([num, index]) => [num, row(2, within.container, index)] as const),
  ]
  const index = rows.map(([num]) => `${num} 1`).join(' ')
  return stream(rows.map(([, bytes]) => bytes).join(''), `/Type /XRef /W [ 1 4 2 ] /Index [ ${index} ] ${more}`)
}
