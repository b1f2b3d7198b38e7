// @ts-check
/** A Word file (ISO/IEC 29500) from its bytes: opened, checked, read. */
import { BodyReader } from './body.js'
import { Findings } from './findings.js'
import { InlineReader } from './inline.js'
import { Numbering } from './numbering.js'
import { openPackage } from './package.js'
import { Refusal } from './refusal.js'
import { Styles } from './styles.js'
import { child, children, descendants, parseXml } from './xml.js'

/** @typedef {import('./xml.js').Element} Element */

/** Throws a Refusal. @param {Uint8Array} bytes @returns {import('./shapes.ts').WordFile} */
export function readWord(bytes) {
  const zip = openPackage(bytes)
  const relations = zip.relationsOf(zip.main)
  /** @param {string} type */
  const pathsOf = (type) => [...relations.values()].filter((one) => one.type === type).map(({ target }) => target)
  const wanted = ['styles', 'numbering', 'theme', 'footnotes', 'endnotes', 'comments', 'header', 'footer']
  zip.unpack([zip.main, ...wanted.flatMap(pathsOf)])
  /** @param {string} path */
  const tree = (path) => {
    const xml = zip.part(path)
    return xml === undefined ? undefined : parseXml(xml, path)
  }
  /** @param {string} type */
  const first = (type) => {
    const [path] = pathsOf(type)
    return path === undefined ? undefined : tree(path)
  }

  const body = child(tree(zip.main), 'w:body')
  if (!body) throw new Refusal('broken', zip.main)
  const findings = new Findings()
  for (const { target } of zip.templates) findings.lose('template', [{ text: target, font: '' }])
  const context = {
    styles: new Styles(first('styles'), first('theme')),
    findings,
    linkOf: (/** @type {string} */ id) => {
      const relation = relations.get(id)
      return relation?.isExternal ? relation.target : ''
    },
    imageOf: (/** @type {string} */ id) => {
      const relation = relations.get(id)
      return relation?.type === 'image' && /\.(png|jpe?g)$/i.test(relation.target) ? relation.target : ''
    },
    footnotes: byId(first('footnotes'), 'w:footnote'),
    endnotes: byId(first('endnotes'), 'w:endnote'),
  }
  const blocks = new BodyReader(context, new Numbering(first('numbering'))).blocks(body)
  const words = new InlineReader(context)
  for (const type of /** @type {const} */ (['header', 'footer'])) {
    for (const path of pathsOf(type)) {
      const margin = tree(path)
      const runs = margin ? words.plain(margin) : []
      // A page number is all that most have, and the program prints it by itself.
      if (runs.some(({ text }) => /[^\s\d.\-–/]/.test(text))) findings.lose(type, runs)
    }
  }
  const comments = children(first('comments'), 'w:comment').map((comment) => ({
    author: comment.attributes['w:author'] ?? '',
    date: comment.attributes['w:date'] ?? '',
    content: words.plain(comment),
    quote: findings.quotes.get(comment.attributes['w:id'] ?? '') ?? [],
  }))
  if (!hasWords(body)) throw new Refusal('empty')
  return { blocks, images: zip.images(imagePaths(blocks)), comments, ...findings.all }
}

/** Notes with their own words; those that hold only the line above them have a type. @param {Element | undefined} notes @param {string} name */
function byId(notes, name) {
  return new Map(
    children(notes, name)
      .filter(({ attributes }) => attributes['w:type'] === undefined || attributes['w:type'] === 'normal')
      .map((note) => [note.attributes['w:id'] ?? '', note]),
  )
}

/** Those in tables last: few of these can be kept. @param {import('./shapes.ts').WordBlock[]} blocks @returns {string[]} */
function imagePaths(blocks) {
  const own = blocks.flatMap((block) => (block.is === 'image' && block.path !== '' ? [block.path] : []))
  const cells = blocks.flatMap((block) => (block.is === 'table' ? block.rows.flatMap((row) => row.cells) : []))
  return [...own, ...cells.flatMap((cell) => imagePaths(cell.blocks))]
}

/** @param {Element} body */
function hasWords(body) {
  for (const { text } of descendants(body, 'w:t')) if (text.trim() !== '') return true
  return false
}
