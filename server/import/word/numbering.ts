/** Automatic numbering: what Word would show in front of a paragraph. */
import { roman } from '../../../src/lib/document/numbering.ts'
import { child, children, type Element, flag, valueOf, whole } from './xml.ts'

interface Level {
  start: number
  format: string
  /** "Điều %1.", "%1)" */
  text: string
  /** Level (from 1) after which it begins anew; 0: never. */
  restartAfter: number | undefined
  /** Every number in it in digits. */
  isLegal: boolean
  /** Paragraph style that brings this level along. */
  style: string | undefined
}
interface Scheme {
  levels: Map<number, Level>
  link: string | undefined
  ownLink: string | undefined
}

const MOST_LEVELS = 9

export class Numbering {
  #schemes: Map<string, Scheme> = new Map()
  #lists: Map<string, { scheme: string; starts: Map<number, number>; levels: Map<number, Level> }> = new Map()
  /** How far each scheme has counted, by level. */
  #counts: Map<string, (number | undefined)[]> = new Map()
  /** Lists that have begun: their own starting numbers count once. */
  #begun: Set<string> = new Set()

  constructor(numbering: Element | undefined) {
    for (const scheme of children(numbering, 'w:abstractNum')) {
      this.#schemes.set(scheme.attributes['w:abstractNumId'] ?? '', {
        levels: levelsOf(scheme),
        link: valueOf(scheme, 'w:numStyleLink'),
        ownLink: valueOf(scheme, 'w:styleLink'),
      })
    }
    for (const list of children(numbering, 'w:num')) {
      const starts: Map<number, number> = new Map()
      const levels: Map<number, Level> = new Map()
      for (const override of children(list, 'w:lvlOverride')) {
        const at = whole(override.attributes['w:ilvl'], 0)
        const start = valueOf(override, 'w:startOverride')
        if (start !== undefined) starts.set(at, whole(start, 1))
        for (const [level, given] of levelsOf(override)) levels.set(level, given)
      }
      const scheme = valueOf(list, 'w:abstractNumId') ?? ''
      this.#lists.set(list.attributes['w:numId'] ?? '', { scheme, starts, levels })
    }
  }

  /** The level that belongs to a paragraph style, where the style names only the list. */
  levelOfStyle(numId: string, styleId: string) {
    const list = this.#lists.get(numId)
    const levels = list && this.#schemeOf(list.scheme)?.levels
    return [...(levels ?? [])].find(([, { style }]) => style === styleId)?.[0] ?? 0
  }

  /** Counts on, and gives the label; "" where there is none. `at`: level from 0. */
  next(numId: string, at: number): { label: string; isBullet: boolean } {
    const list = this.#lists.get(numId)
    const scheme = list && this.#schemeOf(list.scheme)
    const level = list?.levels.get(at) ?? scheme?.levels.get(at)
    if (!list || !scheme || !level || at >= MOST_LEVELS) return { label: '', isBullet: false }
    const counts = this.#counts.get(list.scheme) ?? []
    this.#counts.set(list.scheme, counts)
    if (!this.#begun.has(numId)) {
      this.#begun.add(numId)
      for (const [one, start] of list.starts) counts[one] = start - 1
    }
    const start = list.starts.get(at) ?? level.start
    counts[at] = (counts[at] ?? start - 1) + 1
    for (let deeper = at + 1; deeper < MOST_LEVELS; deeper++) {
      const after = scheme.levels.get(deeper)?.restartAfter
      if (after === undefined || (after > 0 && at < after)) counts[deeper] = undefined
    }
    if (level.format === 'bullet') return { label: bullet(level.text), isBullet: true }
    if (level.format === 'none') return { label: level.text.replaceAll(/%\d/g, '').trim(), isBullet: false }
    const label = level.text.replaceAll(/%(\d)/g, (_, digit) => {
      const one = Number(digit) - 1
      const shown = list.levels.get(one) ?? scheme.levels.get(one)
      const number = counts[one] ?? shown?.start ?? 1
      return written(number, level.isLegal ? 'decimal' : (shown?.format ?? 'decimal'))
    })
    return { label: label.trim(), isBullet: false }
  }

  /** A scheme may say no more than which other one it follows. */
  #schemeOf(id: string): Scheme | undefined {
    const scheme = this.#schemes.get(id)
    if (!scheme?.link) return scheme
    return [...this.#schemes.values()].find(({ ownLink, link }) => ownLink === scheme.link && !link) ?? scheme
  }
}

function levelsOf(parent: Element): Map<number, Level> {
  return new Map(
    children(parent, 'w:lvl').map((level) => {
      const restart = valueOf(level, 'w:lvlRestart')
      return [
        whole(level.attributes['w:ilvl'], 0),
        {
          start: whole(valueOf(level, 'w:start'), 1),
          format: valueOf(level, 'w:numFmt') ?? 'decimal',
          text: valueOf(level, 'w:lvlText') ?? '',
          restartAfter: restart === undefined ? undefined : whole(restart, 0),
          isLegal: child(level, 'w:isLgl') !== undefined && flag(level, 'w:isLgl') === true,
          style: valueOf(level, 'w:pStyle'),
        },
      ]
    }),
  )
}

/** The three signs of a list in an office; Symbol and Wingdings hide theirs in the private area. */
function bullet(text: string) {
  const sign = text.trim()
  if (/^[-–—\u2212\uF02D\uF0BE]$/.test(sign)) return '-'
  return sign === '+' || sign === '\uF02B' ? '+' : '•'
}

function written(number: number, format: string) {
  switch (format) {
    case 'upperRoman':
      return inRoman(number)
    case 'lowerRoman':
      return inRoman(number).toLowerCase()
    case 'upperLetter':
      return letters(number).toUpperCase()
    case 'lowerLetter':
      return letters(number)
    case 'decimalZero':
      return String(number).padStart(2, '0')
    case 'none':
      return ''
    default:
      return String(number)
  }
}

/** As Word counts: z is followed by aa, bb. */
function letters(number: number) {
  if (number < 1 || number > 26 * 30) return String(number)
  const letter = String.fromCharCode(97 + ((number - 1) % 26))
  return letter.repeat(Math.ceil(number / 26))
}

/** A file may name any number; nobody writes such a one in Roman. */
function inRoman(number: number): string {
  return number < 1 || number > 4999 ? String(number) : roman(number)
}
