/**
 * A workbook of Excel, LibreOffice or Google (ISO/IEC 29500, SpreadsheetML): the words of its cells, formulas by the value
 * they had when it was saved. Own code on the zip and XML readers of the house: libraries for the whole of Excel are large,
 * and build every cell of a sheet before they can be told to stop.
 */
import { unzipSync } from 'fflate'
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { saidInSheet } from '../../../src/lib/sheet-text.ts'
import { MOST_CELL_LETTERS, MOST_COLUMNS, MOST_ROWS, Refusal, type Row, type Sheet, type SheetFile } from './shapes.ts'

const MEBIBYTE = 1024 * 1024
/** 5,000 rows of ten columns take 3 MB. */
const MOST_XML_BYTES = 32 * MEBIBYTE
const MOST_ENTRIES = 2_000
const MOST_SHEETS = 20
const MOST_SHARED_LETTERS = 8 * MEBIBYTE
/** Cells without a word, too, cost time: whole columns that were coloured. */
const MOST_CELLS = 500_000
/** The letters of a cell stand seven deep. Each level costs every tag within it a look at its namespaces. */
const MOST_DEPTH = 64
/** The tag of a sheet declares a dozen namespaces. */
const MOST_ATTRIBUTES = 100

/** Throws a Refusal. */
export function readXlsx(bytes: Uint8Array): SheetFile {
  const parts = unpack(bytes)
  let read = 0
  const partOf = (path: string) => {
    const part = parts.get(path)
    // Many sheets may name one part: it is read as often.
    if (part && (read += part.length) > MOST_XML_BYTES) throw new Refusal('bomb')
    return part && decode(part)
  }
  const main = mainPart(partOf('_rels/.rels'))
  const workbook = partOf(main)
  if (workbook === undefined) throw new Refusal('other')
  const targets = relations(partOf(main.replace(/([^/]*)$/, '_rels/$1.rels')), main)
  const shared = sharedStrings(partOf(targets.get('sharedStrings') ?? ''))
  const listed = sheetsOf(workbook)
  const shown = listed.filter(({ isHidden }) => !isHidden)
  const sheets = shown.slice(0, MOST_SHEETS).flatMap(({ name, id }) => {
    const xml = partOf(targets.get(id) ?? '')
    const sheet = xml === undefined ? null : readSheet(name, xml, shared)
    return sheet && sheet.rows.length > 0 ? [sheet] : []
  })
  return { sheets, hidden: listed.filter(({ isHidden }) => isHidden).map(({ name }) => name) }
}

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  const names = new Set<string>()
  let unpacked = 0
  const isWanted = (name: string) =>
    /(^|\/)(_rels\/[^/]*\.rels|workbook\.xml|sharedStrings\.xml|sheet[^/]*\.xml)$/i.test(name)
  try {
    const read = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (names.has(name)) throw new Refusal('broken') // of two parts of one name each reader takes another
        if (names.add(name).size > MOST_ENTRIES) throw new Refusal('bomb')
        if (!isWanted(name)) return false
        unpacked += originalSize
        if (unpacked > MOST_XML_BYTES) throw new Refusal('bomb')
        return true
      },
    })
    return new Map(Object.entries(read))
  } catch (failure) {
    throw failure instanceof Refusal ? failure : new Refusal('broken')
  }
}

function decode(bytes: Uint8Array): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const encoding = isWide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal('broken')
  }
}

interface Walk {
  open(tag: SaxesTagNS): void
  text?(text: string): void
  close?(name: string): void
}

/** Strict; no DTD, so that nothing can be expanded or fetched. Throws `bomb` where tags stand too deep or say too much. */
function walk(xml: string, { open, text, close }: Walk): void {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const refuse = () => {
    throw new Refusal('broken')
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  let depth = 0
  let attributes = 0
  parser.on('attribute', () => {
    if (++attributes > MOST_ATTRIBUTES) throw new Refusal('bomb')
  })
  parser.on('opentag', (tag) => {
    attributes = 0
    if (++depth > MOST_DEPTH) throw new Refusal('bomb')
    open(tag)
  })
  if (text) parser.on('text', text)
  if (text) parser.on('cdata', text)
  parser.on('closetag', ({ local }) => {
    depth--
    close?.(local)
  })
  parser.write(xml).close()
}

/** By its local name: the strict form of the standard has another namespace and says the same. */
function attribute(tag: SaxesTagNS, local: string): string | undefined {
  return Object.values(tag.attributes).find((one) => one.local === local && one.prefix !== 'xmlns')?.value
}

function mainPart(rels: string | undefined): string {
  const path = relations(rels, '').get('officeDocument')
  if (!path) throw new Refusal('other')
  return path
}

/** Targets by id, and by the last word of their type. */
function relations(xml: string | undefined, of: string): Map<string, string> {
  const found = new Map<string, string>()
  if (xml === undefined) return found
  walk(xml, {
    open(tag) {
      if (tag.local !== 'Relationship' || attribute(tag, 'TargetMode') === 'External') return
      const path = pathIn(of, attribute(tag, 'Target') ?? '')
      found.set(attribute(tag, 'Id') ?? '', path)
      found.set((attribute(tag, 'Type') ?? '').replace(/^.*\//, ''), path)
    },
  })
  return found
}

function pathIn(of: string, target: string): string {
  try {
    return decodeURIComponent(new URL(target, `zip:///${of}`).pathname.slice(1))
  } catch {
    return '' // names no part: nothing is found there
  }
}

function sheetsOf(workbook: string): { name: string; id: string; isHidden: boolean }[] {
  const found: { name: string; id: string; isHidden: boolean }[] = []
  walk(workbook, {
    open(tag) {
      if (tag.local !== 'sheet') return
      const isHidden = ['hidden', 'veryHidden'].includes(attribute(tag, 'state') ?? '')
      found.push({ name: attribute(tag, 'name') ?? '', id: attribute(tag, 'id') ?? '', isHidden })
    },
  })
  return found
}

/** Texts that cells name by number. Phonetic hints (rPh) are no part of them. */
function sharedStrings(xml: string | undefined): string[] {
  const found: string[] = []
  if (xml === undefined) return found
  let text = ''
  let isText = false
  let hints = 0
  let letters = 0
  walk(xml, {
    open({ local }) {
      if (local === 'si') text = ''
      if (local === 'rPh') hints += 1
      isText = local === 't' && hints === 0
    },
    text(part) {
      if (!isText) return
      text += part
      letters += part.length
      if (letters > MOST_SHARED_LETTERS) throw new Refusal('bomb')
    },
    close(name) {
      if (name === 't') isText = false
      if (name === 'rPh') hints -= 1
      if (name === 'si') found.push(text.slice(0, MOST_CELL_LETTERS))
    },
  })
  return found
}

function readSheet(name: string, xml: string, shared: readonly string[]): Sheet {
  const rows: Row[] = []
  let hiddenRows = 0
  let seen = 0
  let number = 0
  let isHidden = false
  let cells: string[] = []
  let column = 0
  let type = ''
  let text = ''
  let isText = false
  let hints = 0

  walk(xml, {
    open(tag) {
      switch (tag.local) {
        case 'row':
          number = Number(attribute(tag, 'r') ?? number + 1)
          isHidden = ['1', 'true'].includes(attribute(tag, 'hidden') ?? '')
          cells = []
          column = -1
          return
        case 'c':
          if (++seen > MOST_CELLS) throw new Refusal('rows')
          column = columnOf(attribute(tag, 'r')) ?? column + 1
          type = attribute(tag, 't') ?? 'n'
          text = ''
          return
        // The value, or the runs of a text that stands in the cell itself. Not f: that is the formula.
        case 'v':
        case 't':
          isText = hints === 0
          return
        case 'rPh':
          hints += 1
      }
    },
    text(part) {
      if (isText && text.length < MOST_CELL_LETTERS) text += part
    },
    close(local) {
      if (local === 'v' || local === 't') isText = false
      if (local === 'rPh') hints -= 1
      if (local === 'c' && column < MOST_COLUMNS) cells[column] = shown(type, text, shared)
      if (local !== 'row') return
      const row = { number, cells: Array.from(cells, (cell) => cell ?? '') }
      if (row.cells.every((cell) => cell.trim() === '')) return
      if (isHidden) hiddenRows += 1
      else rows.push(row)
      if (rows.length > MOST_ROWS) throw new Refusal('rows')
    },
  })
  return { name, rows, hiddenRows }
}

/** "AB12" → 27 */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return null
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function shown(type: string, text: string, shared: readonly string[]): string {
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  // A number as it was typed: 17 digits of a double are not what anybody wrote.
  if (type === 'n' && text.trim() !== '' && Number.isFinite(Number(text))) return String(Number(text))
  const words = type === 's' ? (shared[Number(text)] ?? '') : text
  return saidInSheet(words).replaceAll(/\r\n?/g, '\n')
}
