/** A Word file (ISO/IEC 29500) from its bytes: opened, checked, read. */
import { BodyReader } from './body.ts'
import { pairedMarks } from './fields.ts'
import { Findings } from './findings.ts'
import { InlineReader } from './inline.ts'
import { Numbering } from './numbering.ts'
import { openPackage } from './package.ts'
import { Refusal } from './refusal.ts'
import type { WordBlock, WordFile } from './shapes.ts'
import { Styles } from './styles.ts'
import { child, children, descendants, type Element, parseXml } from './xml.ts'

/** Throws a Refusal. */
export function readWord(bytes: Uint8Array): WordFile {
  const zip = openPackage(bytes)
  const relations = zip.relationsOf(zip.main)
  const pathsOf = (type: string) =>
    [...relations.values()].filter((one) => one.type === type && !one.isExternal).map(({ target }) => target)
  const wanted = ['styles', 'numbering', 'theme', 'footnotes', 'endnotes', 'comments', 'header', 'footer']
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
  const context = {
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
  const words = new InlineReader(context)
  for (const { type, margin } of margins) {
    const runs = words.plain(margin)
    // A page number is all that most have, and the program prints it by itself.
    if (runs.some(({ text }) => /[^\s\d.\-–/]/.test(text))) findings.lose(type, runs)
    else findings.tally.leave(runs)
  }
  const comments = children(remarks, 'w:comment').map((comment) => {
    const content = words.plain(comment)
    findings.tally.leave(content) // they become threads
    const { 'w:author': author = '', 'w:date': date = '', 'w:id': id = '' } = comment.attributes
    return { author, date, content, quote: findings.quotes.get(id) ?? [] }
  })
  if (!hasWords(body)) throw new Refusal('empty')
  findings.settleMoves()
  const astray = findings.tally.astray(blocks)
  for (const root of roots)
    for (const text of findings.tally.unread(root)) findings.lose('unread', [{ text, font: '' }])
  return { blocks, images: zip.images(imagePaths(blocks)), comments, ...findings.all, astray }
}

const isHere = (root: Element | undefined): root is Element => root !== undefined

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
