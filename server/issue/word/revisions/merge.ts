/**
 * Two readings of one document, both as Word writes them, as one with tracked changes: accepting all gives the one,
 * rejecting all the other (ISO/IEC 29500-1, 17.13.5). What is known of words and blocks says who changed what; where
 * nothing is known, as of a number that changed with it, words are compared.
 */
import type { Tag } from '../../../../src/lib/document/suggest/readings.ts'
import { align, type Item, type Step } from './align.ts'
import { type Atom, atomsOf, type End, endOf, type Source, tagOf } from './atoms.ts'
import { type Laid, overlay } from './overlay.ts'
import { pairedRows, type RowStep } from './rows.ts'
import { childOf, element, elementsOf, everyIn, wordsOf, writeXml, type Xml } from './xml.ts'

/** Who changed something and when: ISO 8601, in UTC. */
export interface Stamp {
  author: string
  date: string
}

export interface Whose extends Source {
  /** By suggestion. */
  stamps: readonly Stamp[]
  /** The suggestion behind words of which nothing is known: those of a field. */
  guess?: (old: string, now: string) => number | undefined
  /** Numbers below this are taken. */
  firstId: number
}

type What = 'in' | 'out'

/** Of words that are spoken about, for talk.ts; it is not written. */
export const TALK = 'talk'

export function mergeBodies(old: Xml, now: Xml, whose: Whose): Xml[] {
  return new Merger(whose).sections(sectionsOf(old, whose), sectionsOf(now, whose))
}

interface Section {
  /** Of the appendix that it begins with. */
  key: string
  tag: Tag
  children: Xml[]
  properties: Xml | undefined
}

/** What a section is like stands in its last paragraph; of the last one behind everything. */
function sectionsOf(body: Xml, source: Source): Section[] {
  const sections: Section[] = []
  let children: Xml[] = []
  const close = (properties: Xml | undefined) => {
    const tags = children.flatMap((child) => tagOf(child, source)?.tag ?? [])
    const tag = tags[0] ?? {}
    sections.push({ key: sections.length === 0 ? 'main' : (tag.key ?? ''), tag, children, properties })
    children = []
  }
  for (const child of elementsOf(body)) {
    const properties = child.name === 'w:sectPr' ? child : childOf(childOf(child, 'w:pPr'), 'w:sectPr')
    // It stands in the last paragraph of the section, or in an empty one behind a table.
    const isOwn = child.name !== 'w:p' || (properties && elementsOf(child).length === 1)
    if (child.name === 'w:tbl' || !isOwn) children.push(child)
    if (properties) close(properties)
  }
  return sections
}

class Merger {
  readonly #whose: Whose
  #nextId
  /** Of the last block that came, went or became another: what follows from it has its author. */
  #cause = 0
  /** Of a table that is put in for another: what differs in it is its author's. */
  #owner: number | undefined
  #moved = { from: 0, to: 0 }

  constructor(whose: Whose) {
    this.#whose = whose
    this.#nextId = whose.firstId
  }

  sections(old: readonly Section[], now: readonly Section[]): Xml[] {
    const made: Xml[] = []
    let open: Section | undefined
    for (const { was, is } of pairedSections(old, now)) {
      const own = is ?? was
      if (!own) continue
      const only: What | null = was && is ? null : is ? 'in' : 'out'
      if (open) this.#endSection(made, open, only, own.tag)
      made.push(...this.#blocks(was?.children ?? [], is?.children ?? [], false))
      open = own
    }
    return [...made, ...(open?.properties ? [open.properties] : [])]
  }

  /** In the last paragraph; in one of its own where that comes or goes, alone or with the section behind it. */
  #endSection(made: Xml[], { properties }: Section, only: What | null, tag: Tag): void {
    if (!properties) return
    const last = made.at(-1)
    if (!only && last?.name === 'w:p' && !childOf(childOf(last, 'w:pPr'), 'w:rPr')) {
      const own = childOf(last, 'w:pPr')
      const known = own ? elementsOf(own) : []
      const change = known.filter(({ name }) => name === 'w:pPrChange')
      const others = known.filter(({ name }) => name !== 'w:pPrChange')
      const runs = elementsOf(last).filter(({ name }) => name !== 'w:pPr')
      made[made.length - 1] = element('w:p', {}, [element('w:pPr', {}, [...others, properties, ...change]), ...runs])
      return
    }
    const mark = only ? [element('w:rPr', {}, [this.#mark(only, tag[only === 'in' ? 'came' : 'gone'])])] : []
    made.push(element('w:p', {}, [element('w:pPr', {}, [...mark, properties])]))
  }

  /** Of the body, or of a cell. */
  #blocks(old: readonly Xml[], now: readonly Xml[], isCell: boolean): Xml[] {
    const steps = align(this.#items(old), this.#items(now))
    const made: Xml[] = []
    for (let at = 0; at < steps.length;) {
      const step = steps[at]
      if (!step) break
      if ((step.old ?? step.now)?.isTable) {
        made.push(this.#table(step))
        at++
        continue
      }
      const end = endOfGroup(steps, at, isCell)
      made.push(...this.#paragraphs(steps.slice(at, end)))
      at = end
    }
    return made
  }

  #items(children: readonly Xml[]): Item[] {
    return children.map((xml) => {
      const known = tagOf(xml, this.#whose)
      const key = known?.tag.key === undefined ? null : `${known.tag.key}.${known.part}`
      return { xml, isTable: xml.name === 'w:tbl', tag: known?.tag ?? {}, key }
    })
  }

  /** One paragraph, or several whose words flow into each other. */
  #paragraphs(steps: readonly Step[]): Xml[] {
    const [old, now] = [steps.flatMap((step) => step.old ?? []), steps.flatMap((step) => step.now ?? [])]
    const [first, other] = [old[0], now[0]]
    if (first && other && steps.length === 1 && this.#isUntouched(first.xml, other.xml)) return [bare(other.xml)]
    const rows = [old, now].map((items) =>
      items.flatMap(({ xml }) => [...atomsOf(xml, this.#whose), endOf(xml, this.#whose)]),
    )
    const laid = overlay(rows[0] ?? [], rows[1] ?? [], first !== undefined && other !== undefined)
    const known = [...laid].flatMap(suggestionIn)[0]
    if (known !== undefined) this.#cause = known
    const words = (items: readonly Item[]) => items.map(({ xml }) => wordsOf(xml)).join(' ')
    const by = known ?? this.#owner ?? this.#whose.guess?.(words(old), words(now)) ?? this.#cause
    return this.#written(laid, by)
  }

  #isUntouched(old: Xml, now: Xml): boolean {
    const isPlain = (xml: Xml) =>
      elementsOf(xml).every((run) => Object.keys(tagOf(run, this.#whose)?.tag ?? {}).length === 0)
    return isPlain(old) && isPlain(now) && writeXml(bare(old)) === writeXml(bare(now))
  }

  #written(laid: readonly Laid[], by: number): Xml[] {
    const made: Xml[] = []
    let open: Laid[] = []
    for (const one of laid) {
      if (one.is !== 'end') {
        open.push(one)
        continue
      }
      const { properties, move } = this.#properties(one, by, open.length === 0)
      made.push(element('w:p', {}, [...properties, ...move(this.#runs(open, by))]))
      open = []
    }
    return made
  }

  /** `isBare`: a line that is only drawn, as long as the words above it. */
  #properties(end: Extract<Laid, { is: 'end' }>, by: number, isBare: boolean) {
    const plain = (runs: Xml[]) => runs
    if (end.what === 'same') {
      const { old, now } = end
      const isOther = !isBare && said(old.properties) !== said(now.properties)
      const change = isOther
        ? [element('w:pPrChange', this.#stamp(now.tag.look ?? by), [element('w:pPr', {}, old.properties)])]
        : []
      const all = [...now.properties, ...change]
      return { properties: all.length > 0 ? [element('w:pPr', {}, all)] : [], move: plain }
    }
    const { what } = end
    const { properties, tag } = end.end
    const own = tag[what === 'in' ? 'came' : 'gone'] ?? by
    const rPr = element('w:rPr', {}, [this.#mark(what, own, tag.move !== undefined)])
    const move = tag.move === undefined ? plain : (runs: Xml[]) => this.#moveRange(what, own, runs)
    return { properties: [element('w:pPr', {}, [...properties, rPr])], move }
  }

  /** Word finds the two places of a move by their name. */
  #moveRange(what: What, by: number, runs: Xml[]): Xml[] {
    const way = what === 'in' ? 'To' : 'From'
    const name = `move${what === 'in' ? ++this.#moved.to : ++this.#moved.from}`
    const start = this.#stamp(by)
    const id = start['w:id'] ?? ''
    return [
      element(`w:move${way}RangeStart`, { ...start, 'w:name': name }),
      ...runs,
      element(`w:move${way}RangeEnd`, { 'w:id': id }),
    ]
  }

  #runs(laid: readonly Laid[], by: number): Xml[] {
    const groups: { key: string; of: Piece[] }[] = []
    for (const one of laid) {
      const piece = pieceOf(one, by)
      if (!piece) continue
      const last = groups.at(-1)
      if (last && last.key === piece.key) last.of.push(piece)
      else groups.push({ key: piece.key, of: [piece] })
    }
    return groups.flatMap(({ of }) => this.#run(of))
  }

  #run(pieces: readonly Piece[]): Xml[] {
    const [first] = pieces
    if (!first) return []
    const { what, look, was, by, talk } = first
    const isMoved = first.move
    const properties = look ? elementsOf(look) : []
    if (was !== undefined)
      properties.push(element('w:rPrChange', this.#stamp(by), [element('w:rPr', {}, was ? elementsOf(was) : [])]))
    const name = what === 'out' && !isMoved ? 'w:delText' : 'w:t'
    const parts: Xml[] = []
    let words = ''
    const close = () => {
      if (words !== '') parts.push(element(name, { 'xml:space': 'preserve' }, [words]))
      words = ''
    }
    for (const { held, value } of pieces) {
      if (!held) words += value
      else {
        close()
        parts.push(held)
      }
    }
    close()
    const inner = [...(properties.length > 0 ? [element('w:rPr', {}, properties)] : []), ...parts]
    const said: Record<string, string> = talk.length > 0 ? { [TALK]: talk.join(' ') } : {}
    const run = element('w:r', what === 'same' ? said : {}, inner)
    if (what === 'same') return [run]
    const wrapper = what === 'in' ? (isMoved ? 'w:moveTo' : 'w:ins') : isMoved ? 'w:moveFrom' : 'w:del'
    return [element(wrapper, { ...this.#stamp(by), ...said }, [run])]
  }

  #table({ old, now }: Step): Xml {
    const own = (now ?? old)?.xml ?? element('w:tbl')
    const by = old?.tag.gone ?? now?.tag.came
    if (by !== undefined) this.#cause = by
    const isSame = old !== null && old.key !== null && old.key === now?.key
    // Ids say that all of another table is new; what differs is found by comparing the two.
    const isOther = old !== null && now !== null && by !== undefined && !isSame
    const [was, is] = [old?.xml, now?.xml].map((table) => (table && isOther ? bare(table) : table))
    if (isOther) this.#owner = by
    const rows = pairedRows(was, is, isSame).flatMap((step) => this.#row(step, by ?? this.#cause))
    this.#owner = undefined
    return element('w:tbl', {}, [...elementsOf(own).filter(({ name }) => name !== 'w:tr'), ...rows])
  }

  #row({ old, now }: RowStep, by: number): Xml {
    if (old && now) {
      const cells = cellsOf(old)
      const merged = cellsOf(now).map((cell, at) => this.#cell(cells[at], cell))
      return element('w:tr', {}, [...elementsOf(now).filter(({ name }) => name !== 'w:tc'), ...merged])
    }
    const row = now ?? old ?? element('w:tr')
    const what = now ? 'in' : 'out'
    const own = this.#ownerOf(row, what) ?? by
    const others = elementsOf(row).filter(({ name }) => name !== 'w:tc' && name !== 'w:trPr')
    const known = childOf(row, 'w:trPr')
    const properties = element('w:trPr', {}, [...(known ? elementsOf(known) : []), this.#mark(what, own)])
    const cells = cellsOf(row).map((cell) => (now ? this.#cell(undefined, cell) : this.#cell(cell, undefined)))
    return element('w:tr', {}, [...others, properties, ...cells])
  }

  /** Whose its words are: of a table that stays, nothing else says whose a row is. */
  #ownerOf(row: Xml, what: What): number | undefined {
    for (const run of everyIn(row, 'w:r')) {
      const owner = tagOf(run, this.#whose)?.tag[what === 'in' ? 'came' : 'gone']
      if (owner !== undefined) return owner
    }
    return undefined
  }

  #cell(old: Xml | undefined, now: Xml | undefined): Xml {
    const inner = (cell: Xml | undefined) => (cell ? elementsOf(cell).filter(({ name }) => name !== 'w:tcPr') : [])
    const properties = childOf(now ?? old, 'w:tcPr')
    return element('w:tc', {}, [...(properties ? [properties] : []), ...this.#blocks(inner(old), inner(now), true)])
  }

  #mark(what: What, by = this.#cause, isMoved = false): Xml {
    const name = what === 'in' ? (isMoved ? 'w:moveTo' : 'w:ins') : isMoved ? 'w:moveFrom' : 'w:del'
    return element(name, this.#stamp(by))
  }

  #stamp(by: number): Record<string, string> {
    const { author, date } = this.#whose.stamps[by] ?? { author: '', date: '' }
    return {
      'w:id': String(this.#nextId++),
      'w:author': author,
      ...(date !== '' && { 'w:date': date.replace(/\.\d+Z$/, 'Z') }),
    }
  }
}

/** Sections in the order of both; those that stand in both keep it. */
function pairedSections(old: readonly Section[], now: readonly Section[]): { was?: Section; is?: Section }[] {
  const paired: { was?: Section; is?: Section }[] = []
  let next = 0
  for (const was of old) {
    const at = now.findIndex(({ key }, index) => index >= next && key === was.key)
    if (at < 0) {
      paired.push({ was })
      continue
    }
    for (const is of now.slice(next, at)) paired.push({ is })
    const is = now[at]
    paired.push(is ? { was, is } : { was })
    next = at + 1
  }
  return [...paired, ...now.slice(next).map((is) => ({ is }))]
}

/** Up to the last line that was cut off the one at `at` or will be joined to it; a cell keeps its last paragraph. */
function endOfGroup(steps: readonly Step[], at: number, isCell: boolean): number {
  let end = at + 1
  const first = steps[at]
  if (!first?.old || !first.now) return end
  for (let next = end; next < steps.length; next++) {
    const step = steps[next]
    const only = step?.old ? (step.now ? null : step.old) : step?.now
    if (!only || only.isTable) return end
    if (only.tag.joins || (isCell && next === steps.length - 1)) end = next + 1
  }
  return end
}

interface Piece {
  key: string
  what: What | 'same'
  value: string
  held: Xml | null
  look: Xml | null
  /** The look that it had; undefined where it has not changed. */
  was: Xml | null | undefined
  by: number
  move: boolean
  talk: readonly number[]
}

function pieceOf(laid: Laid, by: number): Piece | null {
  if (laid.is === 'end') return null
  const atom = laid.is === 'same' ? laid.now : laid.atom
  const { tag } = atom
  const isOther = laid.is === 'same' && laid.old.look.key !== laid.now.look.key
  const own = (laid.is === 'in' ? tag.came : laid.is === 'out' ? tag.gone : tag.look) ?? by
  const talk = [...new Set([...((laid.is === 'same' && laid.old.tag.talk) || []), ...(tag.talk ?? [])])]
  const move = tag.move !== undefined && laid.is !== 'same'
  const was = isOther ? laid.old.look.properties : undefined
  const changed = laid.is !== 'same' || isOther ? own : ''
  const key = [laid.is, changed, move, atom.look.key, isOther ? laid.old.look.key : '-', talk.join()].join('|')
  return {
    key,
    what: laid.is,
    value: atom.value,
    held: atom.held,
    look: atom.look.properties,
    was,
    by: own,
    move,
    talk,
  }
}

function suggestionIn(laid: Laid): number[] {
  const tags = partsOf(laid).map(({ tag }) => tag)
  return tags.flatMap(({ gone, came, look }) => gone ?? came ?? look ?? [])
}

function partsOf(laid: Laid): (Atom | End)[] {
  if (laid.is === 'same') return [laid.now]
  if (laid.is !== 'end') return [laid.atom]
  return laid.what === 'same' ? [laid.now] : [laid.end]
}

/** Holding a line on a page with the next one is the program's own doing. */
const said = (properties: readonly Xml[]) =>
  properties
    .filter(({ name }) => name !== 'w:keepNext')
    .map(writeXml)
    .join('')

const cellsOf = (row: Xml) => elementsOf(row).filter(({ name }) => name === 'w:tc')

/** Without what is only known here. */
export function bare({ name, attributes: { tag: _, ...attributes }, children }: Xml): Xml {
  return { name, attributes, children: children.map((child) => (typeof child === 'string' ? child : bare(child))) }
}
