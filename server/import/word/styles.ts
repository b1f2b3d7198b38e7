/** Looks of letters and paragraphs: the document's defaults, then the style and those it is based on, then its own. */
import { child, children, type Element, flag, valueOf, whole } from './xml.ts'

export interface Letters {
  font?: string | undefined
  bold?: boolean | undefined
  italic?: boolean | undefined
  underline?: boolean | undefined
  strike?: boolean | undefined
  script?: 'sub' | 'super' | '' | undefined
  caps?: boolean | undefined
  hidden?: boolean | undefined
  /** Id of a character style. */
  style?: string | undefined
}

/** Where a tab goes: `position` in twentieths of a point; `isLed`: dots or a line are drawn up to it. */
interface TabStop {
  position: number
  isLed: boolean
  isCleared: boolean
}

export interface Lines {
  /** As Word calls it. */
  align?: string | undefined
  numId?: string | undefined
  level?: number | undefined
  breakBefore?: boolean | undefined
  stops?: TabStop[] | undefined
}

interface Style {
  letters: Letters
  lines: Lines
  name: string
  basedOn: string | undefined
  borders: Element | undefined
}

/** Old Vietnamese encodings are known by their fonts alone; either slot may name one. */
const OLD = /^(\.Vn|VNI-)/i
/** Nobody bases a style on more than this; a circle ends here too. */
const MOST_STEPS = 20

export class Styles {
  #styles: Map<string, Style> = new Map()
  #letters: Letters = {}
  #paragraphDefault = ''
  #tableDefault = ''
  #theme = { major: '', minor: '' }

  constructor(styles: Element | undefined, theme: Element | undefined) {
    const scheme = child(child(theme, 'a:themeElements'), 'a:fontScheme')
    this.#theme.major = child(child(scheme, 'a:majorFont'), 'a:latin')?.attributes.typeface ?? ''
    this.#theme.minor = child(child(scheme, 'a:minorFont'), 'a:latin')?.attributes.typeface ?? ''
    this.#letters = this.lettersOf(child(child(child(styles, 'w:docDefaults'), 'w:rPrDefault'), 'w:rPr'))
    for (const style of children(styles, 'w:style')) {
      const id = style.attributes['w:styleId'] ?? ''
      const type = style.attributes['w:type']
      this.#styles.set(id, {
        letters: this.lettersOf(child(style, 'w:rPr')),
        lines: linesOf(child(style, 'w:pPr')),
        name: (valueOf(style, 'w:name') ?? '').toLowerCase(),
        basedOn: valueOf(style, 'w:basedOn'),
        borders: child(child(style, 'w:tblPr'), 'w:tblBorders'),
      })
      if (!['1', 'true', 'on'].includes(style.attributes['w:default'] ?? '')) continue
      if (type === 'paragraph') this.#paragraphDefault = id
      if (type === 'table') this.#tableDefault = id
    }
  }

  /** A style with those it is based on, the base first. */
  #chain(id: string | undefined) {
    const chain: Style[] = []
    for (let style = this.#styles.get(id ?? ''); style && chain.length < MOST_STEPS;) {
      chain.unshift(style)
      style = this.#styles.get(style.basedOn ?? '')
    }
    return chain
  }

  /** What a paragraph's style gives to its letters and lines. */
  paragraph(id: string | undefined) {
    const chain = this.#chain(id ?? this.#paragraphDefault)
    return {
      letters: merged([this.#letters, ...chain.map(({ letters }) => letters)]),
      lines: merged(chain.map(({ lines }) => lines)),
      name: chain.at(-1)?.name ?? '',
    }
  }

  /** The look of a run in a paragraph of these letters. */
  run(around: Letters, properties: Element | undefined) {
    const own = this.lettersOf(properties)
    return merged([around, ...this.#chain(own.style).map(({ letters }) => letters), own])
  }

  /** The borders that a table style gives. */
  tableBorders(id: string | undefined): Element | undefined {
    return this.#chain(id ?? this.#tableDefault).findLast(({ borders }) => borders)?.borders
  }

  lettersOf(properties: Element | undefined): Letters {
    if (!properties) return {}
    const underline = valueOf(properties, 'w:u')
    const script = valueOf(properties, 'w:vertAlign')
    return defined({
      font: this.#fontOf(child(properties, 'w:rFonts')),
      bold: flag(properties, 'w:b'),
      italic: flag(properties, 'w:i'),
      underline: underline === undefined ? undefined : underline !== 'none',
      strike: flag(properties, 'w:strike') ?? flag(properties, 'w:dstrike'),
      script:
        script === undefined ? undefined : script === 'subscript' ? 'sub' : script === 'superscript' ? 'super' : '',
      caps: flag(properties, 'w:caps'),
      hidden: flag(properties, 'w:vanish'),
      style: valueOf(properties, 'w:rStyle'),
    })
  }

  #fontOf(fonts: Element | undefined) {
    if (!fonts) return undefined
    const named = ['hAnsi', 'ascii'].map((slot) => {
      const theme = fonts.attributes[`w:${slot}Theme`]
      if (theme) return theme.startsWith('major') ? this.#theme.major : this.#theme.minor
      return fonts.attributes[`w:${slot}`]
    })
    return named.find((font) => font && OLD.test(font)) ?? named.find(Boolean)
  }
}

export function linesOf(properties: Element | undefined): Lines {
  const numbering = child(properties, 'w:numPr')
  const level = valueOf(numbering, 'w:ilvl')
  return defined({
    align: valueOf(properties, 'w:jc'),
    numId: valueOf(numbering, 'w:numId'),
    level: level === undefined ? undefined : whole(level, 0),
    breakBefore: flag(properties, 'w:pageBreakBefore'),
    stops: stopsOf(child(properties, 'w:tabs')),
  })
}

function stopsOf(tabs: Element | undefined): TabStop[] | undefined {
  return tabs?.children.map(({ attributes }) => ({
    position: whole(attributes['w:pos'], 0),
    isLed: !['none', undefined].includes(attributes['w:leader']),
    isCleared: attributes['w:val'] === 'clear',
  }))
}

/** For each tab of a line whether it is led, by the stops of a style and those that a paragraph adds or clears. */
export function leadersOf(given: TabStop[], own: TabStop[]): boolean[] {
  const stops = new Map(given.map((stop) => [stop.position, stop]))
  for (const stop of own) stops.set(stop.position, stop)
  const kept = [...stops.values()].filter(({ isCleared }) => !isCleared)
  return kept.toSorted((a, b) => a.position - b.position).map(({ isLed }) => isLed)
}

function defined<T extends object>(look: T): T {
  for (const name in look) if (look[name] === undefined) delete look[name]
  return look
}

/** Later ones win. */
function merged<T extends object>(looks: T[]): T {
  return Object.assign({}, ...looks)
}
