/**
 * Typst draws a whole document as one SVG; a reader is shown pages. Each becomes a picture of its own that holds the
 * letters it needs and nothing else. Pages that are known already are only named.
 */
import { createHash } from 'node:crypto'
import type { Drawn } from './shapes.ts'

const GLYPH = /<path id="([^"]+)" class="outline_glyph" d="([^"]*)"\/>/g
const PAGE = '<g class="typst-page"'
/**
 * The renderer names every group by a fingerprint of what it draws: pages of one name look the same. The reverse does not
 * hold: what fell out of its cache may come back under another name.
 */
const START = /^[^>]* data-tid="([^"]+)" data-page-width="([\d.]+)" data-page-height="([\d.]+)">/
/** Text laid over the letters to be selected: nobody selects in a picture. */
const SELECTABLE = /<g transform="[^"]*"><foreignObject [\s\S]*?<\/foreignObject><\/g>/g
/** A picture of its own needs no namespace for the address of an image. */
const IMAGE = / xlink:href="data:/g
/**
 * A reference leads to its place, by a script of a page that is not ours, and under a prefix that this picture does not
 * bind: a browser would show none of it. What it is laid over stays.
 */
const LINK = /<a(?: [\w:-]+="[^"]*")*>|<\/a>/g
const NAMES = / data-tid="[^"]*"/g
/** Hashes by name, so that a page that stayed is not even looked at; so many pages can be typed at once. */
const MOST_NAMES = 2_000
const hashes = new Map<string, string>()
const LETTER = /<use [^<>]*href="#([^"]+)"\/>/g

/** `drawing`: what `NodeCompiler.svg` gives; `known`: hashes of pages whose picture is not wanted again. */
export function picturesOf(drawing: string, known: ReadonlySet<string>): Drawn[] {
  const [head = '', ...pages] = drawing.slice(0, drawing.lastIndexOf('</svg>')).split(PAGE)
  let glyphs: Map<string, string> | undefined
  return pages.map((page) => {
    const [start, name, width, height] = START.exec(page) ?? []
    if (!start || !name) throw new Error('Typst draws pages in another way than before')
    const size = { width: Number(width), height: Number(height) }
    const before = hashes.get(name)
    if (before && known.has(before)) return { hash: before, ...size, svg: null }
    glyphs ??= new Map([...head.matchAll(GLYPH)].map(([, id = '', shape = '']) => [id, shape]))
    const svg = pictureOf(page.slice(start.length), size, glyphs)
    const hash = createHash('sha256').update(svg).digest('hex').slice(0, 32)
    remember(name, hash)
    return { hash, ...size, svg: known.has(hash) ? null : svg }
  })
}

function remember(name: string, hash: string): void {
  const [oldest] = hashes.keys()
  if (hashes.size >= MOST_NAMES && oldest !== undefined) hashes.delete(oldest)
  hashes.set(name, hash)
}

function pictureOf(
  body: string,
  { width, height }: Pick<Drawn, 'width' | 'height'>,
  glyphs: ReadonlyMap<string, string>,
): string {
  const used = new Set<string>()
  const drawn = body
    .replace(SELECTABLE, '')
    .replace(LINK, '')
    .replace(NAMES, '')
    .replace(IMAGE, ' href="data:')
    .replace(LETTER, (letter, id: string) => {
      if (!glyphs.has(id)) return '' // a blank has no shape
      used.add(id)
      return letter
    })
  const shapes = [...used].map((id) => `<path id="${id}" d="${glyphs.get(id)}"/>`)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}pt" height="${height}pt" fill="none">` +
    `<defs>${shapes.join('')}</defs><g>${drawn}</svg>`
  )
}
