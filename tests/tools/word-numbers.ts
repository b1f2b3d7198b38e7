/**
 * What Word shows of a .docx, its automatic numbers among the words: a small reader by ISO/IEC 29500-1, 17.9, which shares
 * nothing with the writer but the reading of XML.
 */
import { strFromU8, unzipSync } from 'fflate'
import { childOf, elementsOf, everyIn, parseXml, wordsOf, type Xml } from '../../server/issue/word/revisions/xml.ts'

/** Programs do not agree whether a level that was passed over ("1." and then "a)") counts as one that has begun. */
export type PassedOver = 'begun' | 'not begun'

export interface ShownLine {
  style: string
  /** "" where it has none. */
  number: string
  /** With its number, where words are. */
  text: string
}

interface Level {
  format: string
  text: string
  start: number
  /** Undefined: by every level above it. */
  restart: number | undefined
  isLegal: boolean
  suffix: string
  style: string
}

interface List {
  scheme: string
  starts: Map<number, number>
  levels: Map<number, Level>
}

/** Every paragraph of the body and its tables, in order. */
export function linesOfWord(docx: Uint8Array, passedOver: PassedOver = 'not begun'): ShownLine[] {
  const parts = unzipSync(docx)
  const part = (name: string) => parseXml(strFromU8(parts[`word/${name}.xml`] ?? new Uint8Array()))
  const { lists, levelOfStyle } = listsOf(part('numbering'))
  const styles = new Map(
    [...everyIn(part('styles'), 'w:style')].map((style) => [style.attributes['w:styleId'] ?? '', style]),
  )
  const counts = new Map<string, (number | undefined)[]>()
  const begun = new Set<string>()

  const numbered = (paragraph: Xml): { list: string; at: number } | null => {
    const properties = childOf(paragraph, 'w:pPr')
    const own = childOf(properties, 'w:numPr')
    if (own) return { list: valueOf(own, 'w:numId') ?? '0', at: Number(valueOf(own, 'w:ilvl') ?? 0) }
    for (let id = valueOf(properties, 'w:pStyle'); id;) {
      const style = styles.get(id)
      const given = childOf(childOf(style, 'w:pPr'), 'w:numPr')
      if (given) return { list: valueOf(given, 'w:numId') ?? '0', at: levelOfStyle.get(id) ?? 0 }
      id = valueOf(style, 'w:basedOn')
    }
    return null
  }

  const count = (list: List, id: string, at: number): string => {
    const level = list.levels.get(at)
    if (!level) return ''
    const all = counts.get(list.scheme) ?? []
    counts.set(list.scheme, all)
    const start = list.starts.get(at)
    const isFirst = start !== undefined && !begun.has(`${id} ${at}`)
    begun.add(`${id} ${at}`)
    all[at] = isFirst ? start : (all[at] ?? level.start - 1) + 1
    if (passedOver === 'begun') for (let outer = 0; outer < at; outer++) all[outer] ??= list.levels.get(outer)?.start
    for (const [deeper, { restart }] of list.levels)
      if (deeper > at && (restart === undefined || at < restart)) all[deeper] = undefined
    const shown = level.text.replaceAll(/%(\d)/g, (_, digit: string) => {
      const place = Number(digit) - 1
      const { format = 'decimal', start: first = 1 } = list.levels.get(place) ?? {}
      return written(all[place] ?? first, level.isLegal ? 'decimal' : format)
    })
    return shown + (level.suffix === 'space' ? ' ' : level.suffix === 'nothing' ? '' : '\t')
  }

  return [...everyIn(part('document'), 'w:p')].map((paragraph) => {
    const place = numbered(paragraph)
    const list = place && place.list !== '0' ? lists.get(place.list) : undefined
    const number = place && list ? count(list, place.list, place.at) : ''
    const style = valueOf(childOf(paragraph, 'w:pPr'), 'w:pStyle') ?? ''
    return { style, number: number.trim(), text: (number + wordsOf(paragraph)).trim() }
  })
}

const valueOf = (parent: Xml | undefined, name: string): string | undefined =>
  childOf(parent, name)?.attributes['w:val']

function listsOf(numbering: Xml) {
  const schemes = new Map<string, Map<number, Level>>()
  const levelOfStyle = new Map<string, number>()
  for (const child of elementsOf(numbering)) {
    if (child.name !== 'w:abstractNum') continue
    const levels = levelsOf(child)
    schemes.set(child.attributes['w:abstractNumId'] ?? '', levels)
    for (const [at, { style }] of levels) if (style !== '') levelOfStyle.set(style, at)
  }
  const lists = new Map<string, List>()
  for (const child of elementsOf(numbering)) {
    if (child.name !== 'w:num') continue
    const scheme = valueOf(child, 'w:abstractNumId') ?? ''
    const levels = new Map(schemes.get(scheme))
    const starts = new Map<number, number>()
    for (const override of elementsOf(child)) {
      if (override.name !== 'w:lvlOverride') continue
      const start = valueOf(override, 'w:startOverride')
      if (start !== undefined) starts.set(Number(override.attributes['w:ilvl']), Number(start))
      for (const [at, level] of levelsOf(override)) levels.set(at, level)
    }
    lists.set(child.attributes['w:numId'] ?? '', { scheme, starts, levels })
  }
  return { lists, levelOfStyle }
}

function levelsOf(parent: Xml): Map<number, Level> {
  return new Map(
    elementsOf(parent).flatMap((level): [number, Level][] => {
      if (level.name !== 'w:lvl') return []
      const restart = valueOf(level, 'w:lvlRestart')
      const made = {
        format: valueOf(level, 'w:numFmt') ?? 'decimal',
        text: valueOf(level, 'w:lvlText') ?? '',
        start: Number(valueOf(level, 'w:start') ?? 0),
        restart: restart === undefined ? undefined : Number(restart),
        isLegal: childOf(level, 'w:isLgl') !== undefined,
        suffix: valueOf(level, 'w:suff') ?? 'tab',
        style: valueOf(level, 'w:pStyle') ?? '',
      }
      return [[Number(level.attributes['w:ilvl']), made]]
    }),
  )
}

const TENS = ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC']
const ONES = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX']

function written(number: number, format: string): string {
  if (format === 'upperRoman')
    return 'C'.repeat(Math.floor(number / 100)) + (TENS[Math.floor(number / 10) % 10] ?? '') + (ONES[number % 10] ?? '')
  if (format === 'lowerLetter') return String.fromCharCode(97 + ((number - 1) % 26)).repeat(Math.ceil(number / 26))
  return String(number)
}
