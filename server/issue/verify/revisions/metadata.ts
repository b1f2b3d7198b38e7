/** Which changes of what a file says about itself (ISO 32000-2, 14.3) leave it what it was. */
import { SaxesParser } from 'saxes'
import { type Dict, nameOf, type PdfValue, same, Stream } from './values.ts'

/** What every program writes anew when it saves. Title, author and the like are shown, and were signed. */
const SAVED_ANEW = new Set(['ModDate', 'Producer', 'Creator'])

export function isHarmlessInfo(old: Dict, now: Dict): boolean {
  return [...new Set([...old.keys(), ...now.keys()])].every(
    (key) => SAVED_ANEW.has(key) || same(old.get(key), now.get(key)),
  )
}

const MAX_BYTES = 1024 * 1024
const DUBLIN_CORE = 'http://purl.org/dc/elements/1.1/'
const LANGUAGE_INDEPENDENT = new Set(['format']) // of the file, not of the document

/** Whether two XMP packets tell the same title, authors, subject and so on; dates and tools may differ. */
export function isHarmlessXmp(old: PdfValue, now: PdfValue, read: (stream: Stream) => Buffer | null): boolean {
  if (!(now instanceof Stream) || nameOf(now.dict.get('Type')) !== 'Metadata') return false
  const after = said(read(now))
  if (after === null) return false
  const before = old instanceof Stream ? said(read(old)) : ''
  return before === null ? false : after === before
}

/** What it says by Dublin Core, in whatever order it stands: programs sort it anew. Null when it is no XML. */
function said(packet: Buffer | null): string | null {
  if (!packet || packet.length > MAX_BYTES) return null
  const statements: string[][] = []
  let words: string[] = []
  let inside = 0
  let isBroken = false
  const parser = new SaxesParser({ xmlns: true })
  const counts = ({ uri, local }: { uri: string; local: string }) =>
    uri === DUBLIN_CORE && !LANGUAGE_INDEPENDENT.has(local)
  parser.on('opentag', (tag) => {
    if (inside > 0 || counts(tag)) {
      if (inside === 0) {
        words = []
        statements.push(words)
      }
      inside++
      words.push(`<${tag.local}`)
    }
    for (const attribute of Object.values(tag.attributes))
      if (counts(attribute)) statements.push([`${attribute.local}=${attribute.value}`])
  })
  parser.on('text', (text) => {
    if (inside > 0 && text.trim()) words.push(text.trim())
  })
  parser.on('closetag', () => {
    if (inside > 0) inside--
  })
  parser.on('error', () => {
    isBroken = true
  })
  parser
    .write(
      packet
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .trim(),
    )
    .close()
  return isBroken
    ? null
    : statements
        .map((statement) => statement.join('\n'))
        .toSorted()
        .join('\n\n')
}
