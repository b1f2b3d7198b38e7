// @ts-check
/**
 * Typst draws a whole document as one SVG; a reader is shown pages. Each becomes a picture of its own that holds the
 * letters it needs and nothing else, so that a page whose words have not changed has not changed a byte.
 */

/** @typedef {{ svg: string, width: number, height: number }} Page sizes in points */

const GLYPH = /<path id="([^"]+)" class="outline_glyph" d="([^"]*)"\/>/g
const PAGE = '<g class="typst-page"'
const SIZE = /^[^>]*data-page-width="([\d.]+)" data-page-height="([\d.]+)">/
/** Text laid over the letters to be selected: nobody selects in a picture. */
const SELECTABLE = /<g transform="[^"]*"><foreignObject [\s\S]*?<\/foreignObject><\/g>/g
const NAMES = / data-tid="[^"]*"/g
const LETTER = /<use [^>]*href="#([^"]+)"\/>/g

/**
 * @param {string} drawing what `NodeCompiler.svg` gives
 * @returns {Page[]}
 */
export function pagesOf(drawing) {
  const [head = '', ...pages] = drawing.slice(0, drawing.lastIndexOf('</svg>')).split(PAGE)
  const glyphs = new Map([...head.matchAll(GLYPH)].map(([, id, shape]) => [id, shape]))
  return pages.map((page) => {
    const [start, width, height] = SIZE.exec(page) ?? []
    if (!start) throw new Error('Typst draws pages in another way than before')
    /** @type {Set<string>} */
    const used = new Set()
    const body = page
      .slice(start.length)
      .replace(SELECTABLE, '')
      .replace(NAMES, '')
      .replace(LETTER, (letter, id) => {
        if (!glyphs.has(id)) return '' // a blank has no shape
        used.add(id)
        return letter
      })
    const shapes = [...used].sort().map((id) => `<path id="${id}" d="${glyphs.get(id)}"/>`)
    return {
      svg:
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}pt" height="${height}pt" fill="none">` +
        `<defs>${shapes.join('')}</defs><g>${body}</svg>`,
      width: Number(width),
      height: Number(height),
    }
  })
}
