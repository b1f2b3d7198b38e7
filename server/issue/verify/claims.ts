/**
 * The codes of this house's documents (`readVerifyCode`) that can be read in a PDF: in the reasons of its signatures,
 * in its links and in the words on its pages. A copy that somebody saved anew still says which document it shows.
 */
import { readVerifyCode } from '../revision.ts'
import { Budget, Irregular } from './revisions/budget.ts'
import { PdfFile } from './revisions/file.ts'
import { fieldsOf, valueOf } from './revisions/form.ts'
import { annotationsOf, pagesOf } from './revisions/pages.ts'
import { dictOf, Text } from './revisions/values.ts'
import { sayingsOn } from './revisions/words.ts'
import { textOf } from './text.ts'

const MAX_CODES = 24
/** Reading words is a help, not the answer: less of it than of the rest. */
const MAX_STEPS = 1_500_000
/** The code stands on the last page of the document; appendices may follow. */
const FIRST_PAGES = 10
const LAST_PAGES = 40
const CODE = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/g
const ADDRESS = /\/verify\/([0-9A-Za-z-]{12,14})/g

export function codesIn(texts: string[]): string[] {
  const typed = texts.flatMap((text) => [
    ...Array.from(text.matchAll(CODE), ([code]) => code),
    ...Array.from(text.matchAll(ADDRESS), ([, code]) => code ?? ''),
  ])
  const codes = typed.flatMap((code) => readVerifyCode(code) ?? [])
  return [...new Set(codes)].slice(0, MAX_CODES)
}

/** The words and links of a file, bytes in front of it left aside; empty for one that cannot be read. */
export function sayingsOf(bytes: Buffer): string[] {
  const header = bytes.subarray(0, 1 << 16).indexOf('%PDF-')
  const said: string[] = []
  try {
    const file = new PdfFile(header > 0 ? bytes.subarray(header) : bytes, new Budget(MAX_STEPS))
    const revision = file.revisions.length - 1
    for (const field of fieldsOf(file, revision)) {
      const reason = file.resolve(dictOf(valueOf(file, field, revision))?.get('Reason'), revision)
      if (reason instanceof Text) said.push(textOf(reason.bytes) ?? '')
    }
    const pages = pagesOf(file, revision)
    const looked = [...pages.slice(0, FIRST_PAGES), ...pages.slice(FIRST_PAGES).slice(-LAST_PAGES)]
    for (const page of looked.toReversed()) {
      for (const item of annotationsOf(file, page.dict, revision)) {
        const action = dictOf(file.resolve(dictOf(file.resolve(item, revision))?.get('A'), revision))
        const address = file.resolve(action?.get('URI'), revision)
        if (address instanceof Text) said.push(address.bytes.toString('latin1'))
      }
      said.push(sayingsOn(file, page, revision))
    }
  } catch (error) {
    if (!(error instanceof Irregular)) throw error // what was read up to here still counts
  }
  return said
}
