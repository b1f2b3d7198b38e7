/**
 * The styles of a pasted page: those in the tags themselves, and the rules of its <style> that name a tag, a class, or a
 * tag with a class. Excel writes all its styles in classes. No layout is made.
 */
import { attribute, type Tag, tagsIn } from './tree.ts'

/** Property to value, both in small letters. */
export type Style = ReadonlyMap<string, string>

const READ = new Set(
  (
    'display visibility opacity font-size font-weight font-style text-decoration text-decoration-line vertical-align ' +
    'text-align direction font-family list-style-type list-style width mso-hide mso-element mso-special-character mso-footnote-id ' +
    'mso-endnote-id mso-tab-count white-space white-space-collapse position left right top bottom clip clip-path text-indent'
  ).split(' '),
)
const NONE: Style = new Map()
/** Word writes some 60 kB. Of a longer style sheet only the beginning is read. */
const MOST_RULES = 400_000

/** One declaration: quotes may hold semicolons. */
const DECLARATION = /(?:[^;"']|"[^"]*"|'[^']*')+/g

export function declarations(text: string): Style {
  if (text === '') return NONE
  const style = new Map<string, string>()
  for (const [one] of text.matchAll(DECLARATION)) {
    const colon = one.indexOf(':')
    const name = one.slice(0, Math.max(0, colon)).trim().toLowerCase()
    if (READ.has(name)) style.set(name, valueOf(one.slice(colon + 1)))
  }
  return style
}

const valueOf = (text: string) => (text.split('!')[0] ?? '').trim().toLowerCase()

/** The rules of one page. Asked once for each tag. */
export class Sheet {
  readonly #rules = new Map<string, Map<string, string>>()
  /** By tag and class: a table has few classes and many cells. */
  readonly #known = new Map<string, Style>()

  constructor(page: Tag) {
    for (const tag of tagsIn(page)) if (tag.name === 'style') this.#read(tag.children.join(''))
  }

  /** The tag's own style wins over that of its class, and that over the style of all tags of its name. */
  styleOf(tag: Tag): Style {
    const byRules = this.#byRules(tag.name, attribute(tag, 'class'))
    const own = declarations(attribute(tag, 'style'))
    if (own.size === 0) return byRules
    return byRules.size === 0 ? own : new Map([...byRules, ...own])
  }

  #byRules(name: string, className: string): Style {
    if (this.#rules.size === 0) return NONE
    const key = `${name} ${className}`
    const known = this.#known.get(key)
    if (known) return known
    const classes = new Set(className.toLowerCase().split(/\s+/).filter(Boolean))
    const found = [name, ...[...classes].map((one) => `.${one}`), ...[...classes].map((one) => `${name}.${one}`)]
    const style = new Map(found.flatMap((selector) => [...(this.#rules.get(selector) ?? [])]))
    this.#known.set(key, style)
    return style
  }

  #read(css: string): void {
    const rules = withoutComments(css.slice(0, MOST_RULES))
    let at = 0
    for (let open = rules.indexOf('{'); open !== -1; open = rules.indexOf('{', at)) {
      const selectors = rules.slice(at, open)
      const isAtRule = selectors.includes('@')
      at = isAtRule ? blockEnd(rules, open) : endOr(rules.indexOf('}', open), rules)
      if (!isAtRule) this.#add(selectors, declarations(rules.slice(open + 1, at - 1)))
    }
  }

  #add(selectors: string, style: Style): void {
    if (style.size === 0) return
    for (const one of selectors.split(',')) {
      const selector = one.trim().toLowerCase()
      if (!/^(?:[a-z][a-z0-9]*)?(?:\.[\w-]+)?$/.test(selector) || selector === '') continue
      const rule = this.#rules.get(selector) ?? new Map<string, string>()
      for (const [name, value] of style) rule.set(name, value)
      this.#rules.set(selector, rule)
    }
  }
}

/** Without comments of CSS, and without the marks of HTML comments, which old pages wrap around their rules. */
function withoutComments(css: string): string {
  const parts: string[] = []
  let at = 0
  for (let open = css.indexOf('/*'); open !== -1; open = css.indexOf('/*', at)) {
    parts.push(css.slice(at, open))
    at = endOr(css.indexOf('*/', open + 2) + 1, css)
  }
  return [...parts, css.slice(at)].join(' ').replaceAll('<!--', ' ').replaceAll('-->', ' ')
}

/** The place behind `found`, or the end where nothing was found. */
const endOr = (found: number, text: string) => (found <= 0 ? text.length : found + 1)

/** The place behind the bracket that closes the one at `open`. */
function blockEnd(css: string, open: number): number {
  let depth = 0
  for (let at = open; at < css.length; at++) {
    if (css[at] === '{') depth++
    else if (css[at] === '}' && --depth === 0) return at + 1
  }
  return css.length
}
