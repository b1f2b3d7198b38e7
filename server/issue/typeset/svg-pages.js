// @ts-check
/**
 * Typst draws a whole document as one SVG; a reader is shown pages. Each becomes a picture of its own that holds the
 * letters it needs and nothing else. Pages that are known already are only named.
 */

/** @typedef {{ hash: string, width: number, height: number, svg: string | null }} Picture sizes in points */

const GLYPH = /<path id="([^"]+)" class="outline_glyph" d="([^"]*)"\/>/g
const PAGE = '<g class="typst-page"'
/** The renderer names every group by a fingerprint of what it draws: pages of one name look the same. */
const START = /^[^>]* data-tid="([^"]+)" data-page-width="([\d.]+)" data-page-height="([\d.]+)">/
/** Text laid over the letters to be selected: nobody selects in a picture. */
const SELECTABLE = /<g transform="[^"]*"><foreignObject [\s\S]*?<\/foreignObject><\/g>/g
const NAMES = / data-tid="[^"]*"/g
const LETTER = /<use [^>]*href="#([^"]+)"\/>/g

/**
 * @param {string} drawing what `NodeCompiler.svg` gives
 * @param {ReadonlySet<string>} known hashes of pages whose picture is not wanted again
 * @returns {Picture[]}
 */
export function picturesOf(drawing, known) {
  const [head = '', ...pages] = drawing.slice(0, drawing.lastIndexOf('</svg>')).split(PAGE)
  /** @type {Map<string, string> | undefined} */
  let glyphs
  return pages.map((page) => {
    const [start, name, width, height] = START.exec(page) ?? []
    if (!start || !name) throw new Error('Typst draws pages in another way than before')
    const hash = name.replaceAll('+', '-').replaceAll('/', '_')
    const size = { width: Number(width), height: Number(height) }
    if (known.has(hash)) return { hash, ...size, svg: null }
    glyphs ??= new Map([...head.matchAll(GLYPH)].map(([, id = '', shape = '']) => [id, shape]))
    return { hash, ...size, svg: pictureOf(page.slice(start.length), size, glyphs) }
  })
}

/**
 * @param {string} body
 * @param {{ width: number, height: number }} size
 * @param {ReadonlyMap<string, string>} glyphs
 */
function pictureOf(body, { width, height }, glyphs) {
  /** @type {Set<string>} */
  const used = new Set()
  const drawn = body
    .replace(SELECTABLE, '')
    .replace(NAMES, '')
    .replace(LETTER, (letter, id) => {
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
