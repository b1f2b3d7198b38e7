import { AppError } from '../../../src/lib/errors.ts'
import { readCsv } from './csv.ts'
import { Refusal, type SheetFile } from './shapes.ts'
import { readXlsx } from './xlsx.ts'

/** As a process does it. Throws `bad_sheet {reason}`. */
export function read(bytes: Uint8Array): SheetFile {
  try {
    const file = readAny(bytes)
    if (file.sheets.every(({ rows }) => rows.length === 0)) throw new Refusal('empty')
    return file
  } catch (failure) {
    if (failure instanceof Refusal) throw new AppError('bad_sheet', { reason: failure.reason })
    throw failure
  }
}

function readAny(bytes: Uint8Array): SheetFile {
  const starts = (...signature: number[]) => signature.every((byte, at) => bytes[at] === byte)
  if (starts(0x50, 0x4b)) return readXlsx(bytes)
  // The container of Excel 97–2003, and of any Office file with a password.
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
    const name = Buffer.from('EncryptedPackage', 'utf16le')
    throw new Refusal(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(name) ? 'locked' : 'old')
  }
  return { sheets: [readCsv(bytes)], hidden: [] }
}
