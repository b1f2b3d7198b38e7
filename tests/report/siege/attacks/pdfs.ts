/** PDFs that cost whoever reads them. */
import { deflateSync } from 'node:zlib'

const latin = (text: string) => Buffer.from(text, 'latin1')

/** So many signatures behind the file, each with a reserved place of so many hexadecimal digits. */
export function stuffedWithSignatures(pdf: Uint8Array, count: number, digits: number): Buffer {
  const parts: Buffer[] = [Buffer.from(pdf)]
  let length = pdf.length
  for (let index = 0; index < count; index++) {
    const head = (ranges: string) =>
      `\n${9_000 + index} 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:2026)/Reason(\\000\\377)/ByteRange[${ranges}]/Contents `
    const tail = '>>\nendobj\nstartxref\n0\n%%EOF\n'
    const width = head('0 0000000000 0000000000 0000000000').length
    const gapStart = length + width
    const gapEnd = gapStart + digits + 2
    const pad = (number: number) => String(number).padStart(10, '0')
    const text = `${head(`0 ${pad(gapStart)} ${pad(gapEnd)} ${pad(tail.length)}`)}<${'30'.repeat(digits / 2)}>${tail}`
    parts.push(latin(text))
    length += text.length
  }
  return Buffer.concat(parts)
}

/** Object and cross reference streams of a gigabyte each, in one megabyte each. */
export function bombInStreams(): Buffer {
  const bomb = deflateSync(Buffer.alloc(256 * 1024 * 1024))
  const parts = [latin('%PDF-1.7\n')]
  for (let index = 1; index <= 8; index++)
    parts.push(
      latin(`${index} 0 obj\n<</Type/${index % 2 ? 'ObjStm/N 9000000/First 0' : 'XRef/W[1 4 2]/Size 90000000'}`),
      latin(`/Filter/FlateDecode/Length ${bomb.length}>>stream\n`),
      bomb,
      latin('\nendstream\nendobj\n'),
    )
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([...parts, latin(`startxref\n${length - bomb.length - 120}\n%%EOF\n`)])
}

/** So many empty revisions behind the file, each pointing to the one before; `isRound`: the first to the last. */
export function longChain(pdf: Uint8Array, count: number, isRound = false): Buffer {
  const parts: Buffer[] = [Buffer.from(pdf)]
  let length = pdf.length
  let previous = isRound ? pdf.length + 1 : Number(/startxref\s+(\d+)/.exec(latinEnd(pdf))?.[1] ?? 0)
  for (let index = 0; index < count; index++) {
    const text = `\nxref\n0 0\ntrailer\n<</Size 10/Root 1 0 R/Prev ${previous}>>\nstartxref\n${length + 1}\n%%EOF\n`
    previous = isRound ? pdf.length + 1 : length + 1
    parts.push(latin(text))
    length += text.length
  }
  return Buffer.concat(parts)
}

const latinEnd = (pdf: Uint8Array) => Buffer.from(pdf.subarray(-60)).toString('latin1')
