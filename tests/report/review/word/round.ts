/** What becomes of the Word file of a draft with suggestions when all of them are decided, by ourselves and by LibreOffice. */
import { strFromU8, unzipSync } from 'fflate'
import { toWord } from '../../../../server/issue/word/index.ts'
import { markedWord } from '../../../../server/issue/word/marked.ts'
import type { BodyNode, OfficialDocument, PrintModel } from '../../../../src/lib/document/model.ts'
import { printModel } from '../../../../src/lib/document/print.ts'
import { readingsOf } from '../../../../src/lib/document/suggest/readings.ts'
import type { Case } from './cases.ts'
import type { Question } from './oracle.ts'

const DOCUMENT = 'word/document.xml'

/** The file with all accepted beside the file of the text with all accepted; the same with all refused. */
export async function questionsOf({ name, marked }: Case) {
  const { before, after, left } = readingsOf(marked.state, marked.suggested)
  // What can no longer be applied is a comment, and the judge cannot show any.
  const suggested = marked.suggested.filter((_, at) => !left.includes(at))
  const bytes = await markedWord({ ...marked, suggested, threads: [] }, async () => new Map())
  const [old, now] = await Promise.all([toWord(plain(before)), toWord(plain(after))])
  const all: Question[] = [
    { name, bytes, wish: 'accept' },
    { name, bytes: now, wish: 'none' },
    { name, bytes, wish: 'reject' },
    { name, bytes: old, wish: 'none' },
  ]
  return { old: documentIn(old), now: documentIn(now), all }
}

/** Without what is only known while the two are laid over each other. */
function plain(text: OfficialDocument): PrintModel {
  const { body, ...rest } = text
  const without: BodyNode = JSON.parse(
    JSON.stringify(body, (key, value: unknown) => (key === 'tag' ? undefined : value)),
  )
  return printModel({ ...rest, body: without })
}

const documentIn = (bytes: Uint8Array) => strFromU8(unzipSync(bytes)[DOCUMENT] ?? new Uint8Array())

/** The lines of a file without changes; empty ones say nothing. */
export const sameText = (xml: string): string[] => decidedText(xml, 'none')

/** The same once all its changes are decided, as the standard has it (17.13.5). */
export function decidedText(xml: string, wish: 'accept' | 'reject' | 'none'): string[] {
  const gone = wish === 'accept' ? '(?:del|moveFrom)' : '(?:ins|moveTo)'
  const mark = new RegExp(`<w:${gone} [^>]*/>`)
  const rows = xml.replaceAll(/<w:tr>(?:(?!<w:tr>).)*?<\/w:tr>/gs, (row) =>
    mark.test(/<w:trPr>.*?<\/w:trPr>/s.exec(row)?.[0] ?? '') ? '' : row,
  )
  let text = ''
  for (const [paragraph] of rows.matchAll(/<w:p>.*?<\/w:p>|<w:p\/>/gs)) {
    const properties = /^<w:p><w:pPr>.*?<\/w:pPr>/s.exec(paragraph)?.[0] ?? ''
    const runs = paragraph
      .slice(properties.length)
      .replaceAll(new RegExp(`<w:${gone} [^>]*[^/]>.*?</w:${gone}>`, 'gs'), '')
    for (const [, words] of runs.matchAll(/<w:(?:t|delText)(?: [^>]*)?>([^<]*)<|<w:br\/>/g)) text += words ?? ' '
    const rPr = /<w:rPr>.*?<\/w:rPr>/s.exec(properties)?.[0] ?? ''
    if (!mark.test(rPr)) text += '\n'
  }
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
