/** CSV as Excel and offices' programs write it: any of the usual separators, any of the usual encodings (RFC 4180). */
import { composed } from '../../../src/lib/document/composed.ts'
import { MOST_CELL_LETTERS, MOST_COLUMNS, MOST_ROWS, Refusal, type Row, type Sheet } from './shapes.ts'

export function readCsv(bytes: Uint8Array): Sheet {
  const text = decode(bytes)
  const { separator, start, line } = opening(text)
  const rows = rowsOf(text, separator, start, line)
  return { name: '', rows, hiddenRows: 0 }
}

/** By its mark, else UTF-8 where it is that, else as Vietnamese Windows writes it ("ANSI"). */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return as('utf-16le', bytes)
  if (first === 0xfe && second === 0xff) return as('utf-16be', bytes)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Another encoding.
  }
  // Every second byte of "a;b" in UTF-16 is 0, and none of a text in Windows-1258.
  if (bytes.subarray(0, 1_000).some((byte, at) => byte === 0 && at % 2 === 1)) return as('utf-16le', bytes)
  // Its tone marks stand behind their letters, as characters of their own.
  return composed(as('windows-1258', bytes))
}

function as(encoding: string, bytes: Uint8Array): string {
  const text = new TextDecoder(encoding).decode(bytes)
  if (text.includes('\0')) throw new Refusal('other') // a picture or a program, but no text
  return text
}

const SEPARATORS = [';', ',', '\t'] as const

/** "sep=;" is Excel's own first line; otherwise the separator that stands most often in the first line with any. */
function opening(text: string): { separator: string; start: number; line: number } {
  const said = /^sep=(.)\r?\n/.exec(text)
  if (said?.[1]) return { separator: said[1], start: said[0].length, line: 2 }
  const counts = new Map<string, number>(SEPARATORS.map((one) => [one, 0]))
  let isQuoted = false
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (letter === '\n' && [...counts.values()].some((count) => count > 0)) break
    else if (counts.has(letter)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  const [best] = [...counts].toSorted((a, b) => b[1] - a[1])
  return { separator: best?.[0] ?? ',', start: 0, line: 1 }
}

/** In one walk: a cell may hold line breaks, and "" within quotation marks is one mark. */
function rowsOf(text: string, separator: string, start: number, firstLine: number): Row[] {
  const rows: Row[] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  let line = firstLine
  let begun = line

  const endCell = () => {
    if (cells.length < MOST_COLUMNS) cells.push(cell.slice(0, MOST_CELL_LETTERS))
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (cells.some((one) => one.trim() !== '')) rows.push({ number: begun, cells })
    if (rows.length > MOST_ROWS) throw new Refusal('rows')
    cells = []
  }

  for (let at = start; at < text.length; at++) {
    const letter = text[at] ?? ''
    if (letter === '\n') line += 1
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') cell += text[++at]
      else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === separator) endCell()
    else if (letter === '\n') {
      endRow()
      begun = line
    } else if (letter !== '\r') cell += letter
  }
  endRow()
  return rows
}
