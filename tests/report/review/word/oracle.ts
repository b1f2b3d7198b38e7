/** LibreOffice as a judge of Word files that it has not written: what is left when all changes are accepted, or rejected. */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const JUDGE = fileURLToPath(new URL('judge.py', import.meta.url))

/** Debian: `libreoffice-writer-nogui` and `python3-uno`. Without them nobody can be asked. */
export const hasLibreOffice = existsSync('/usr/bin/soffice') && hasUno()

function hasUno(): boolean {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import uno'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export type Wish = 'accept' | 'reject' | 'none'

export interface Question {
  name: string
  bytes: Uint8Array
  wish: Wish
}

const MOST_MS = 600_000

/** In one process: starting it costs more than reading a file. Answers the text of each, and the file as it writes it. */
export async function ask(questions: readonly Question[]): Promise<{ text: string; docx: Uint8Array }[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-office-'))
  try {
    const jobs = questions.map(({ bytes, wish }, at) => {
      writeFileSync(path.join(folder, `${at}.docx`), bytes)
      return `${at} ${wish}`
    })
    writeFileSync(path.join(folder, 'jobs.txt'), `${jobs.join('\n')}\n`)
    await run('/usr/bin/python3', [JUDGE, folder], { timeout: MOST_MS })
    return questions.map(({ name }, at) => {
      const out = path.join(folder, `${at}.txt`)
      if (!existsSync(out)) throw new Error(`LibreOffice has not read «${name}»`)
      const text = said(readFileSync(out, 'utf8').replace(/^\uFEFF/, ''))
      return { text, docx: new Uint8Array(readFileSync(path.join(folder, `${at}.out.docx`))) }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The lines, and how many are empty: after a refused footnote it writes one of these elsewhere. In front of numbered lines it sets
 * blanks or none, by which list it takes for that of the chapters.
 */
function said(text: string): string {
  const lines = text.split('\n').map((line) => line.trimStart())
  const words = lines.filter((line) => line !== '')
  return [...words, `${lines.length - words.length} empty`].join('\n')
}
