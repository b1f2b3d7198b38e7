/** What other programs (poppler, qpdf) say of a PDF of ours. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Runs a program on the bytes; `{}` in `args` stands for the file. Throws what it complains of. */
export function ask(program: string, args: string[], bytes: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-pdf-'))
  const file = path.join(folder, 'document.pdf')
  try {
    writeFileSync(file, bytes)
    const given = args.map((arg) => (arg === '{}' ? file : arg))
    return execFileSync(program, given, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64e6 })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What stands between the top and bottom margins, as a person would copy it, each run of blanks as one space. */
export function textOf(bytes: Uint8Array): string {
  const withoutMargins = ['-x', '0', '-y', '52', '-W', '900', '-H', '740']
  return ask('pdftotext', ['-raw', ...withoutMargins, '{}', '-'], bytes).replace(/\s+/gu, ' ')
}

export interface Word {
  page: number
  /** Of its page. */
  paperWidth: number
  text: string
  left: number
  right: number
  top: number
  bottom: number
}

const UNESCAPED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" }

/** Every word with its box, in points from the top left corner; `asWritten`: cell by cell, as the file has them. */
export function wordsOf(bytes: Uint8Array, { asWritten = false } = {}): Word[] {
  const words: Word[] = []
  let page = 0
  let paperWidth = 0
  for (const line of ask('pdftotext', [...(asWritten ? ['-raw'] : []), '-bbox', '{}', '-'], bytes).split('\n')) {
    const paper = /<page width="([\d.]+)"/.exec(line)
    if (paper) {
      page++
      paperWidth = Number(paper[1])
    }
    const [, left, top, right, bottom, text] =
      /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/.exec(line) ?? []
    if (text === undefined) continue
    words.push({
      page,
      paperWidth,
      text: text.replace(/&\w+;/g, (entity) => UNESCAPED[entity] ?? entity),
      left: Number(left),
      right: Number(right),
      top: Number(top),
      bottom: Number(bottom),
    })
  }
  return words
}
