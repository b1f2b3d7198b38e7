/** A Word file (ISO/IEC 29500) from its bytes: opened, checked, read. */
import { BodyReader } from './body.ts'
import { pairedMarks } from './fields.ts'
import { Findings } from './findings.ts'
import { hostsIn } from './hosts.ts'
import { InlineReader } from './inline.ts'
import { Numbering } from './numbering.ts'
import { openPackage } from './package.ts'
import { Refusal } from './refusal.ts'
import { revisionsIn } from './revisions.ts'
import type { Reading, WordBlock, WordComment, WordFile } from './shapes.ts'
import { Styles } from './styles.ts'
import { child, children, descendants, type Element, parseXml } from './xml.ts'

/** Throws a Refusal. */
export function readWord(bytes: Uint8Array, reading: Reading = 'all'): WordFile {
  const zip = openPackage(bytes)
  const relations = zip.relationsOf(zip.main)
  const pathsOf = (type: string) =>
    [...relations.values()].filter((one) => one.type === type && !one.isExternal).map(({ target }) => target)
  const wanted = [
    ...['styles', 'numbering', 'theme', 'footnotes', 'endnotes', 'comments', 'commentsExtended'],
    ...['header', 'footer'],
  ]
  zip.unpack([zip.main, ...wanted.flatMap(pathsOf)])
  const tree = (path: string) => {
    const xml = zip.part(path)
    return xml === undefined ? undefined : parseXml(xml, path)
  }
  const first = (type: string) => {
    const [path] = pathsOf(type)
    return path === undefined ? undefined : tree(path)
  }

  const main = tree(zip.main)
  const body = child(main, 'w:body')
  if (!body) throw new Refusal('broken', zip.main)
  const findings = new Findings()
  for (const { type, target } of zip.elsewhere)
    findings.name(type === 'attachedTemplate' ? 'template' : 'elsewhere', [{ text: target, font: '' }])
  const [footnotes, endnotes, remarks] = [first('footnotes'), first('endnotes'), first('comments')]
  const margins = (['header', 'footer'] as const).flatMap((type) =>
    pathsOf(type).flatMap((path) => {
      const margin = tree(path)
      return margin ? [{ type, margin }] : []
    }),
  )
  const roots = [main, footnotes, endnotes, remarks, ...margins.map(({ margin }) => margin)].filter(isHere)
  const hosts = new Map(roots.flatMap((root) => [...hostsIn(root)]))
  const context = {
    ...changesIn(reading, hosts),
    styles: new Styles(first('styles'), first('theme')),
    findings,
    linkOf: (id: string) => {
      const relation = relations.get(id)
      return relation?.isExternal ? relation.target : ''
    },
    imageOf: (id: string) => {
      const relation = relations.get(id)
      if (relation?.isExternal) return null // told with all that lies elsewhere
      return relation?.type === 'image' && /\.(png|jpe?g)$/i.test(relation.target) ? relation.target : ''
    },
    footnotes: byId(footnotes, 'w:footnote'),
    endnotes: byId(endnotes, 'w:endnote'),
    fieldMarks: new Set(roots.flatMap((root) => [...pairedMarks(root)])),
  }
  const blocks = new BodyReader(context, new Numbering(first('numbering'))).blocks(body)
  // Beside the text no change waits: every word of it is read.
  const words = new InlineReader({ ...context, takes: isPut })
  for (const { type, margin } of margins) {
    const runs = words.plain(margin)
    // A page number is all that most have, and the program prints it by itself.
    if (runs.some(({ text }) => /[^\s\d.\-–/]/.test(text))) findings.lose(type, runs)
    else findings.tally.leave(runs)
  }
  const answers = answersOf(remarks, first('commentsExtended'))
  const comments = children(remarks, 'w:comment').map((comment, at) => {
    const content = words.plain(comment)
    findings.tally.leave(content) // they become threads
    const { 'w:author': author = '', 'w:date': date = '', 'w:id': id = '' } = comment.attributes
    return { author, date, content, quote: findings.quoteOf(id), ...answers(at) }
  })
  if (!hasWords(body)) throw new Refusal('empty')
  findings.settleMoves()
  const astray = findings.tally.astray(blocks)
  for (const root of roots)
    for (const text of findings.tally.unread(root)) findings.lose('unread', [{ text, font: '' }])
  const revisions = roots.flatMap((root) => revisionsIn(root, hosts))
  return { blocks, images: zip.images(imagePaths(blocks)), comments, revisions, ...findings.all(roots), astray }
}

/** Whose each tracked change is, and whether it is read as accepted. `hosts`: of those in the new words of others. */
function changesIn(reading: Reading, hosts: ReadonlyMap<Element, string>) {
  const isAccepted = (author: string) => reading === 'all' || reading.accepted.has(author)
  const isTaken = (author: string) => isAccepted(author) || (reading !== 'all' && reading.trying.has(author))
  const own = ({ attributes }: Element) => attributes['w:author'] ?? ''
  return {
    authorOf: (change: Element) => (isPut(change) && hosts.get(change)) || own(change),
    takes: (change: Element) => {
      const host = hosts.get(change)
      if (host === undefined) return isTaken(own(change))
      return isPut(change) ? isTaken(host) : isAccepted(host) && isAccepted(own(change))
    },
  }
}

const isPut = ({ name }: Element): boolean => name === 'w:ins' || name === 'w:moveTo'

const isHere = (root: Element | undefined): root is Element => root !== undefined

/** Which comment answers which, and which are settled: both name the last paragraph of a comment. */
function answersOf(remarks: Element | undefined, extended: Element | undefined) {
  const comments = children(remarks, 'w:comment')
  const places = new Map(
    comments.flatMap((comment, at) =>
      children(comment, 'w:p').map(({ attributes }) => [attributes['w14:paraId'], at] as const),
    ),
  )
  const said = new Map(
    children(extended, 'w15:commentEx').map((one) => [places.get(one.attributes['w15:paraId']), one]),
  )
  return (at: number): Pick<WordComment, 'answers' | 'isSettled'> => {
    const own = said.get(at)?.attributes
    const answers = own?.['w15:paraIdParent'] === undefined ? undefined : places.get(own['w15:paraIdParent'])
    // One that answers itself, or a later one, answers nothing.
    return { answers: answers !== undefined && answers < at ? answers : null, isSettled: own?.['w15:done'] === '1' }
  }
}

/** Notes with their own words; those that hold only the line above them have a type. */
function byId(notes: Element | undefined, name: string) {
  return new Map(
    children(notes, name)
      .filter(({ attributes }) => attributes['w:type'] === undefined || attributes['w:type'] === 'normal')
      .map((note) => [note.attributes['w:id'] ?? '', note]),
  )
}

/** Those in tables last: few of these can be kept. */
function imagePaths(blocks: WordBlock[]): string[] {
  const own = blocks.flatMap((block) => (block.is === 'image' && block.path !== '' ? [block.path] : []))
  const cells = blocks.flatMap((block) => (block.is === 'table' ? block.rows.flatMap((row) => row.cells) : []))
  return [...own, ...cells.flatMap((cell) => imagePaths(cell.blocks))]
}

/** Letters, of a formula too, or signs of a font, which Word keeps by their numbers. */
function hasWords(body: Element) {
  for (const name of ['w:t', 'm:t']) for (const { text } of descendants(body, name)) if (text.trim() !== '') return true
  return !descendants(body, 'w:sym').next().done
}
