/**
 * What one update did to the document that was there before it, measured against a short list of what may come after a
 * signature: further signatures in fields of their own, the filling of signature fields, time stamps, validation data
 * (DSS), extension marks, and dates in the metadata. Every object that changed must be reached by one of these ways
 * and by no other: an appearance that the page draws as well is no signature's own.
 */
import { irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { catalogOf, type Field, fieldsOf, formOf, valueOf } from './form.ts'
import { needSameMended } from './mended.ts'
import { isHarmlessInfo, isHarmlessXmp } from './metadata.ts'
import { needOrderly } from './order.ts'
import { annotationsOf, type Page, pagesOf } from './pages.ts'
import { paints } from './paints.ts'
import { type Entry, sameEntry } from './section.ts'
import { childrenOf, type Dict, dictOf, isDict, nameOf, type PdfValue, Ref, same, sameIn, Text } from './values.ts'

export interface Change {
  /** The page's own drawing; a note, stamp or link on it; a form field; pages, their number or order; anything else. */
  what: 'page' | 'annotation' | 'field' | 'pages' | 'document'
  /** From 1. */
  page: number | null
}

/** A signature field's place that an update has drawn in. */
export interface Drawn {
  page: number
  widget: number
}

export interface Update {
  changes: Change[]
  drawn: Drawn[]
  /** It adds a signature of a person, not only time stamps and data about signatures. */
  signs: boolean
  /** Names of fields that were there and that it has put a signature in. */
  filled: string[]
}

const OF_THE_FILE = new Set([
  ...['Size', 'Prev', 'ID', 'XRefStm', 'Info'],
  ...['Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms'], // of a table that is a stream
])
const OF_DSS = new Set(['Type', 'VRI', 'Certs', 'CRLs', 'OCSPs'])
const OF_A_NEW_FIELD = new Set([
  ...['Type', 'Subtype', 'FT', 'T', 'TU', 'TM', 'F', 'Ff', 'P', 'Rect', 'AP', 'V', 'M', 'MK', 'BS', 'Border', 'DA'],
  ...['Lock', 'SV', 'Kids', 'Parent', 'NM', 'StructParent', 'H'],
  'DR', // of no use there; iText's programs leave it behind
])
/** Hidden, Print, NoZoom … may not be turned; Print and Locked may come, as signing programs do it. */
const OF_A_FILLED_FIELD = new Set(['V', 'AP', 'MK', 'DA', 'M', 'F', 'DR'])
const PRINT_AND_LOCKED = 4 + 128
const SIGNATURES_EXIST_AND_APPEND_ONLY = 3

/** Throws `Irregular` where the update is not in order. */
export function compare(file: PdfFile, index: number): Update {
  needOrderly(file, index)
  const update = new Comparison(file, index).run()
  // What is changed is changed, in whatever order it stands.
  if (update.changes.length === 0) needSameMended(file, index)
  return update
}

class Comparison {
  private readonly before: number
  /** Objects that there were and that are other now, or gone. */
  private readonly changed = new Set<number>()
  private readonly gone = new Set<number>()
  private readonly added = new Set<number>()
  /** Changed objects whose change has been judged where they belong. */
  private readonly judged = new Set<number>()
  /** Changed objects that may change, if nothing else uses them. */
  private readonly free = new Set<number>()
  private readonly changes: Change[] = []
  private readonly drawn: Drawn[] = []
  private signs = false
  private readonly oldPages: Page[]
  private readonly pageOf: Map<number, number>
  /** Signature fields without a signature, and their widgets. */
  private readonly fillable = new Map<number, Field>()
  private readonly filled = new Set<number>()
  private readonly filledNames: string[] = []
  private readonly newWidgets = new Set<number>()

  constructor(
    private readonly file: PdfFile,
    private readonly index: number,
  ) {
    this.before = index - 1
    this.oldPages = pagesOf(file, this.before)
    this.pageOf = new Map(this.oldPages.map(({ num }, at) => [num, at + 1]))
  }

  run(): Update {
    this.findChanged()
    this.trailers()
    this.fields()
    this.catalogs()
    this.pages()
    this.pageTree()
    this.others()
    return { changes: unique(this.changes), drawn: this.drawn, signs: this.signs, filled: this.filledNames }
  }

  private old(value: PdfValue | undefined): PdfValue {
    return this.file.resolve(value, this.before)
  }

  private now(value: PdfValue | undefined): PdfValue {
    return this.file.resolve(value, this.index)
  }

  private tell(what: Change['what'], page: number | null = null): void {
    this.changes.push({ what, page })
  }

  private findChanged(): void {
    const { file, before, index } = this
    const containers = containersOf(file, before)
    for (const [num, entry] of file.revisions[index]?.entries ?? []) {
      const was = file.entry(num, before)
      if (sameEntry(entry, was)) continue
      if (containers.has(num)) irregular('an object stream that is replaced')
      if (!was || was.type === 'free') {
        if (entry.type !== 'free') this.added.add(num)
      } else if (entry.type === 'free') this.gone.add(num)
      else {
        if (this.isTable(num, was, entry)) continue
        const [old, now] = [file.object(num, before), file.object(num, index)]
        const isSameNumber = was.type !== 'at' || entry.type !== 'at' || was.gen === entry.gen
        if (!(isSameNumber && same(old, now))) this.changed.add(num)
      }
    }
  }

  /**
   * Programs give the stream of the new table the number of the old one. What a stream says it is counts for nothing:
   * both must be where tables were read, and nothing may use the old one as something else as well.
   */
  private isTable(num: number, was: Entry, is: Entry): boolean {
    const isRead = (entry: Entry, revision: number) =>
      entry.type === 'at' &&
      this.file.revisions.slice(0, revision + 1).some(({ tables }) => tables.includes(entry.offset))
    return isRead(was, this.before) && isRead(is, this.index) && !this.file.refersTo(num, this.before)
  }

  private trailers(): void {
    const [old, now] = [this.file.revisions[this.before]?.trailer, this.file.revisions[this.index]?.trailer]
    if (!old || !now) return
    // What is left out of it leaves nothing out of the document, as sums that LibreOffice writes there.
    for (const key of now.keys()) if (!OF_THE_FILE.has(key) && !sameIn(key, old, now)) this.tell('document')
    const [was, is] = [this.lastInfo(), now.get('Info')]
    const [oldInfo, newInfo] = [this.old(was), this.now(is)]
    if (is !== undefined || this.isOther(was))
      if (!isDict(newInfo) || !isHarmlessInfo(isDict(oldInfo) ? oldInfo : new Map(), newInfo)) this.tell('document')
    this.release(was, is)
  }

  /** What the file says about itself: a program may leave it out of an update, and the next one names it again. */
  private lastInfo(): PdfValue | undefined {
    return this.file.revisions
      .slice(0, this.index)
      .findLast(({ trailer }) => trailer.has('Info'))
      ?.trailer.get('Info')
  }

  private catalogs(): void {
    const [old, now] = [catalogOf(this.file, this.before), catalogOf(this.file, this.index)]
    if (old.num !== now.num) irregular('another catalog')
    this.judged.add(old.num)
    for (const key of keysOf(old.dict, now.dict)) {
      const [was, is] = [old.dict.get(key), now.dict.get(key)]
      switch (key) {
        case 'AcroForm':
          this.forms(was, is)
          break
        case 'DSS':
          if (!isDict(this.now(is)) || !hasOnly(this.now(is), OF_DSS)) this.tell('document')
          this.release(was, is)
          break
        case 'Extensions':
          if (!isDict(this.now(is))) this.tell('document')
          this.release(was, is)
          break
        case 'Metadata':
          if (!same(was, is) || this.isOther(is)) {
            if (!isHarmlessXmp(this.old(was), this.now(is), (stream) => this.file.unfold(stream, this.index)))
              this.tell('document')
          }
          this.release(was, is)
          break
        case 'Version':
          if (!/^\d\.\d$/.test(nameOf(this.now(is)) ?? '')) this.tell('document')
          break
        case 'Pages':
          if (!same(was, is)) this.tell('pages')
          break
        default:
          if (!sameIn(key, old.dict, now.dict)) this.tell('document')
      }
    }
  }

  /** The form's dictionary; its fields are compared one by one. */
  private forms(was: PdfValue | undefined, is: PdfValue | undefined): void {
    const [old, now] = [this.old(was), this.now(is)]
    if (was instanceof Ref) this.judged.add(was.num)
    if (!isDict(now)) return this.tell('field')
    const before = isDict(old) ? old : new Map<string, PdfValue>()
    for (const key of keysOf(before, now)) {
      if (key === 'Fields') this.release(asRef(before.get(key)), asRef(now.get(key)), false)
      else if (key === 'SigFlags') {
        const [flagsBefore, flags] = [this.old(before.get(key)) ?? 0, this.now(now.get(key))]
        const isMore =
          typeof flags === 'number' &&
          typeof flagsBefore === 'number' &&
          (flags & ~SIGNATURES_EXIST_AND_APPEND_ONLY) === 0 &&
          (flags & flagsBefore) === flagsBefore
        if (!isMore) this.tell('field')
      } else if (key === 'DR') this.resources(before.get(key), now.get(key))
      else if (key === 'DA' && !this.hasOtherFields()) continue
      else if (key === 'CO' && !before.has(key) && isEmpty(this.now(now.get(key)))) continue
      else if (!sameIn(key, before, now)) this.tell('field')
    }
  }

  /**
   * Fields that people fill in, whether the form lists them or not, and notes whose look readers make themselves: it
   * depends on the form's resources.
   */
  private hasOtherFields(): boolean {
    this.isStyled ??=
      fieldsOf(this.file, this.before).some(({ type }) => type !== 'Sig') ||
      this.oldPages.some(({ dict }) =>
        annotationsOf(this.file, dict, this.before).some((item) => this.isStyledNote(dictOf(this.old(item)))),
      )
    return this.isStyled
  }

  private isStyledNote(note: Dict | null): boolean {
    const kind = nameOf(this.old(note?.get('Subtype')))
    if (kind === 'FreeText') return true
    if (kind !== 'Widget' && (note?.has('Subtype') ?? false)) return false
    const field = note?.has('FT') ? note : dictOf(this.old(note?.get('Parent')))
    return note !== null && nameOf(this.old(field?.get('FT'))) !== 'Sig'
  }

  private isStyled: boolean | null = null

  /** Signing programs add the fonts of their pictures to the form's own; those that were there must stay. */
  private resources(was: PdfValue | undefined, is: PdfValue | undefined): void {
    if (!this.hasOtherFields()) return this.release(was, is)
    this.release(asRef(was), asRef(is), false)
    const [old, now] = [this.old(was) ?? new Map<string, PdfValue>(), this.now(is)]
    if (!isDict(old) || !isDict(now)) return this.tell('field')
    for (const [kind, entries] of old) {
      this.release(asRef(entries), asRef(now.get(kind)), false)
      const [had, has] = [this.old(entries), this.now(now.get(kind))]
      const isKept =
        isDict(had) && isDict(has)
          ? [...had].every(([name, value]) => same(value, has.get(name)))
          : same(entries, now.get(kind))
      if (!isKept) this.tell('field')
    }
    const [had, has] = [this.old(old.get('Font')), this.now(now.get('Font'))].map(dictOf)
    const named = this.fontsNamed()
    for (const name of has?.keys() ?? []) if (!had?.has(name) && named.has(name)) this.tell('field')
  }

  /** By the notes and fields that have no look of their own: a font that was missing must not come afterwards. */
  private fontsNamed(): Set<string> {
    const styles = this.oldPages.flatMap(({ dict }) =>
      annotationsOf(this.file, dict, this.before).flatMap((item) => {
        const note = dictOf(this.old(item))
        const isDrawn = isDict(this.old(note?.get('AP')))
        return !isDrawn && this.isStyledNote(note) ? [note, dictOf(this.old(note?.get('Parent')))] : []
      }),
    )
    const texts = [formOf(this.file, this.before), ...styles].map((dict) => this.old(dict?.get('DA')))
    return new Set(texts.flatMap((text) => (text instanceof Text ? namesIn(text.bytes) : [])))
  }

  private fields(): void {
    const { file } = this
    const old = fieldsOf(file, this.before)
    const now = fieldsOf(file, this.index)
    if (old.length === 0 && now.length === 0) return
    const names = new Set<string>()
    for (const { name } of now) {
      if (names.has(name)) irregular('two fields of one name')
      names.add(name)
    }
    for (const field of old) {
      if (field.num === null || field.type !== 'Sig' || valueOf(file, field, this.before) !== null) continue
      for (const num of [field.num, ...field.widgets]) this.fillable.set(num, field)
    }
    const stays = new Set(old.map(({ num }) => num))
    const kept = now.filter(({ num }) => stays.has(num))
    const isInOrder = kept.length === old.length && kept.every((field, at) => field.num === old[at]?.num)
    if (!isInOrder) this.tell('field')
    for (const field of now) if (!stays.has(field.num)) this.newField(field)
    for (const field of new Set(this.fillable.values())) {
      const after = now.find(({ num }) => num === field.num)
      if (after) this.filledField(field, after)
    }
  }

  private newField(field: Field): void {
    const { num, dict, type, widgets, isTop } = field
    const isNew = num !== null && this.added.has(num) && widgets.every((widget) => this.added.has(widget))
    if (!isNew || !isTop || type !== 'Sig' || !hasOnly(dict, OF_A_NEW_FIELD) || widgets.length > 1)
      return this.tell('field')
    for (const widget of widgets) {
      const shown = this.now(new Ref(widget, 0))
      if (!hasOnly(shown, OF_A_NEW_FIELD) || !this.isPlace(shown)) this.tell('field')
      this.newWidgets.add(widget)
    }
    this.signed(field)
  }

  /** A widget and nothing else, whose field is no other than that of a signature. */
  private isPlace(value: PdfValue): boolean {
    const widget = dictOf(value)
    const type = this.now(widget?.get('FT'))
    return nameOf(this.now(widget?.get('Subtype'))) === 'Widget' && (type === null || nameOf(type) === 'Sig')
  }

  private filledField(was: Field, is: Field): void {
    const isFilled = valueOf(this.file, is, this.index) !== null
    if (!same(was.widgets, is.widgets)) this.tell('field')
    for (const num of new Set([was.num, ...was.widgets])) {
      if (num === null) continue
      const [old, now] = [this.file.object(num, this.before), this.file.object(num, this.index)]
      if (!isDict(old) || !isDict(now)) {
        this.tell('field')
        continue
      }
      if (this.changed.has(num)) {
        this.judged.add(num)
        if (!isFilling(old, now, isFilled)) this.tell('field')
      }
      if (!isFilled) continue
      this.filled.add(num)
      // What it looked like empty may be shared with another empty field, but with nothing that is drawn anyhow.
      const appearance = old.get('AP')
      this.release(appearance, now.get('AP'))
      if (appearance instanceof Ref && this.changed.has(num)) this.mustBeOwn.add(appearance.num)
    }
    if (!isFilled) return
    this.filledNames.push(is.name)
    this.signed(is)
  }

  /** Indirect appearances of fields that were filled: nobody else may use them. */
  private readonly mustBeOwn = new Set<number>()

  /** A field that this update has put a signature in, or that it has added empty. */
  private signed(field: Field): void {
    const { dict, widgets } = field
    const value = this.now(dict.get('V'))
    const given = dict.get('V')
    if (value === null) {
      for (const widget of widgets) {
        const shown = dictOf(this.now(new Ref(widget, 0)))
        if (shown && paints(this.file, shown, this.index)) this.tell('annotation', this.placesOf(widget)[0] ?? null)
      }
      return
    }
    if (!isDict(value) || (given instanceof Ref && !this.added.has(given.num))) return this.tell('field')
    const [type, format] = [value.get('Type'), value.get('SubFilter')].map((one) => nameOf(this.now(one)))
    const isStamp = type === 'DocTimeStamp' || format === 'ETSI.RFC3161'
    if (!isStamp) this.signs = true
    for (const widget of widgets) {
      for (const page of this.placesOf(widget)) this.drawn.push({ page, widget })
    }
  }

  /** The pages that show a widget, from 1. */
  private placesOf(widget: number): number[] {
    if (!this.places) {
      this.places = new Map()
      for (const [at, { dict }] of pagesOf(this.file, this.index).entries())
        for (const item of annotationsOf(this.file, dict, this.index))
          if (item instanceof Ref) this.places.set(item.num, [...(this.places.get(item.num) ?? []), at + 1])
    }
    return this.places.get(widget) ?? []
  }
  private places: Map<number, number[]> | null = null

  private pages(): void {
    for (const [at, page] of this.oldPages.entries()) {
      const annotations = page.dict.get('Annots')
      const isListOther = annotations instanceof Ref && this.isOther(annotations)
      if (!this.changed.has(page.num) && !this.gone.has(page.num) && !isListOther) continue
      this.judged.add(page.num)
      const now = this.file.object(page.num, this.index)
      if (!isDict(now)) {
        this.tell('pages')
        continue
      }
      for (const key of keysOf(page.dict, now))
        if (key !== 'Annots' && !sameIn(key, page.dict, now)) this.tell('page', at + 1)
      this.release(asRef(annotations), asRef(now.get('Annots')), false)
      this.annotations(page.dict, now, at + 1)
    }
  }

  /** All that were there stay, in their order; what comes must be the place of a new signature. */
  private annotations(old: Dict, now: Dict, page: number): void {
    const were = annotationsOf(this.file, old, this.before)
    let kept = 0
    for (const item of annotationsOf(this.file, now, this.index)) {
      if (kept < were.length && same(were[kept], item)) kept++
      else if (!(item instanceof Ref) || !this.mayCome(item.num)) this.tell('annotation', page)
    }
    if (kept < were.length) this.tell('annotation', page)
  }

  /** The place of a new signature, or of one that stood on no page as long as it was empty. */
  private mayCome(widget: number): boolean {
    if (this.newWidgets.has(widget)) return true
    this.placed ??= new Set(
      this.oldPages
        .flatMap(({ dict }) => annotationsOf(this.file, dict, this.before))
        .flatMap((item) => (item instanceof Ref ? [item.num] : [])),
    )
    return this.filled.has(widget) && !this.placed.has(widget)
  }
  private placed: Set<number> | null = null

  private isOther(value: PdfValue | undefined): boolean {
    return value instanceof Ref && (this.changed.has(value.num) || this.gone.has(value.num))
  }

  /** Lets what hangs on a value change. Not what has a place of its own, such as pages. */
  private release(old: PdfValue | undefined, now: PdfValue | undefined, isDeep = true): void {
    const seen = new Set<number>()
    const walk = (value: PdfValue, revision: number): void => {
      if (value instanceof Ref) {
        if (seen.has(value.num) || this.hasPlace(value.num)) return
        seen.add(value.num)
        this.free.add(value.num)
        if (isDeep) walk(this.file.object(value.num, revision, value.gen), revision)
      } else for (const child of childrenOf(value)) walk(child, revision)
    }
    if (old !== undefined) walk(old, this.before)
    seen.clear()
    if (now !== undefined) walk(now, this.index)
  }

  private hasPlace(num: number): boolean {
    return this.pageOf.has(num) || this.fillable.has(num) || this.newWidgets.has(num)
  }

  /** Older programs of iText leave their name in what holds the pages. */
  private pageTree(): void {
    const root = catalogOf(this.file, this.before).dict.get('Pages')
    if (!(root instanceof Ref) || !this.changed.has(root.num)) return
    const [old, now] = [this.old(root), this.now(root)]
    if (!isDict(old) || !isDict(now)) return
    const isNamed = this.now(now.get('ITXT')) instanceof Text
    if (isNamed && [...keysOf(old, now)].every((key) => key === 'ITXT' || sameIn(key, old, now)))
      this.judged.add(root.num)
  }

  /** What changed and is nobody's: followed from the old trailer to where it is used. */
  private others(): void {
    const rest = new Set([...this.changed, ...this.gone].filter((num) => !this.judged.has(num)))
    const awaited = [...this.added].filter((num) => this.file.refersTo(num, this.before))
    if (rest.size === 0 && this.mustBeOwn.size === 0 && awaited.length === 0) return
    const reached = new Set<number>()
    for (const [num, page] of this.uses(new Set([...rest, ...this.mustBeOwn, ...awaited]))) {
      reached.add(num)
      this.tell(this.kindOf(num, page), page)
    }
    // Replaced, although nothing led to it: no honest program does that.
    for (const num of rest) if (this.changed.has(num) && !this.free.has(num) && !reached.has(num)) this.tell('document')
    // It led to nothing when it was signed, and was filled afterwards: signed was an empty place.
    for (const num of awaited) if (!reached.has(num)) this.tell('document')
  }

  private kindOf(num: number, page: number | null): Change['what'] {
    const dict = dictOf(this.file.object(num, this.before))
    if (dict?.has('FT')) return 'field'
    if (dict?.has('Subtype') && dict.has('Rect')) return 'annotation'
    if (nameOf(dict?.get('Type')) === 'Pages') return 'pages'
    return page === null ? 'document' : 'page'
  }

  /** Which of the objects the old document uses otherwise than by ways along which things may change; with the page. */
  private uses(wanted: Set<number>): Map<number, number | null> {
    const found = new Map<number, number | null>()
    const seen = new Set<number>()
    const catalog = catalogOf(this.file, this.before)
    const form = catalog.dict.get('AcroForm')
    const formDict = formOf(this.file, this.before)
    // A list of its own, not a recursion: a chain of objects may be as long as the file.
    const todo: { value: PdfValue; page: number | null }[] = []
    const follow = (dict: Dict, page: number | null, without: string[]) => {
      for (const [key, value] of dict) if (!without.includes(key)) todo.push({ value, page })
    }
    const listed = (list: PdfValue | undefined, page: number | null) => {
      const items = this.old(list)
      if (Array.isArray(items)) for (const value of items) todo.push({ value, page })
    }
    const enter = (num: number, value: PdfValue, page: number | null) => {
      if (num === catalog.num) return // followed on its own, last
      if (form instanceof Ref && num === form.num) return
      if (this.filled.has(num) && isDict(value)) return follow(value, page, ['AP', 'V'])
      const own = this.pageOf.get(num)
      if (own !== undefined && isDict(value)) {
        follow(value, own, ['Annots', 'Parent'])
        return listed(value.get('Annots'), own)
      }
      todo.push({ value, page })
    }
    const drain = () => {
      for (let one = todo.pop(); one; one = todo.pop()) {
        this.file.budget.step()
        const { value, page } = one
        if (!(value instanceof Ref)) {
          for (const child of childrenOf(value)) todo.push({ value: child, page })
          continue
        }
        if (wanted.has(value.num) && !found.has(value.num)) found.set(value.num, page)
        if (seen.has(value.num)) continue
        seen.add(value.num)
        // Whatever its generation: some readers do not look at that.
        enter(value.num, this.file.object(value.num, this.before), page)
      }
    }
    for (const { num } of this.oldPages) {
      todo.push({ value: new Ref(num, this.genOf(num)), page: this.pageOf.get(num) ?? null })
      drain()
    }
    follow(catalog.dict, null, ['AcroForm', 'DSS', 'Extensions', 'Metadata'])
    if (formDict) {
      follow(formDict, null, ['Fields', 'DR'])
      if (this.hasOtherFields())
        for (const kind of childrenOf(this.old(formDict.get('DR'))))
          for (const value of childrenOf(this.old(kind))) todo.push({ value, page: null })
      listed(formDict.get('Fields'), null)
    }
    const trailer = this.file.revisions[this.before]?.trailer
    if (trailer) follow(trailer, null, [...OF_THE_FILE, 'Root'])
    drain()
    return found
  }

  private genOf(num: number): number {
    const entry = this.file.entry(num, this.before)
    return entry?.type === 'at' ? entry.gen : 0
  }
}

const NAME = /\/([^\s()<>[\]{}/%]{1,127})/g
const LONGEST_STYLE_BYTES = 4096

function namesIn(style: Buffer): string[] {
  return Array.from(style.toString('latin1', 0, LONGEST_STYLE_BYTES).matchAll(NAME), ([, name = '']) => name)
}

/** Whether a field or widget differs by no more than a signature brings along. */
function isFilling(old: Dict, now: Dict, isFilled: boolean): boolean {
  const [flagsBefore, flags] = [old.get('F') ?? 0, now.get('F') ?? 0]
  if (typeof flagsBefore !== 'number' || typeof flags !== 'number') return false
  if (((flagsBefore ^ flags) & ~PRINT_AND_LOCKED) !== 0) return false
  return [...keysOf(old, now)].every((key) => (isFilled && OF_A_FILLED_FIELD.has(key)) || sameIn(key, old, now))
}

/** Object streams that objects of this revision stand in. */
function containersOf(file: PdfFile, revision: number): Set<number> {
  const containers = new Set<number>()
  for (const { entries } of file.revisions.slice(0, revision + 1))
    for (const entry of entries.values()) if (entry.type === 'in') containers.add(entry.container)
  return containers
}

function keysOf(a: Dict, b: Dict): Set<string> {
  return new Set([...a.keys(), ...b.keys()])
}

function hasOnly(value: PdfValue, keys: Set<string>): boolean {
  const dict = dictOf(value)
  return dict !== null && [...dict.keys()].every((key) => keys.has(key))
}

const isEmpty = (value: PdfValue) => Array.isArray(value) && value.length === 0

function asRef(value: PdfValue | undefined): Ref | undefined {
  return value instanceof Ref ? value : undefined
}

function unique(changes: Change[]): Change[] {
  const byKey = new Map(changes.map((change) => [`${change.what} ${change.page ?? ''}`, change]))
  return [...byKey.values()].sort((a, b) => (a.page ?? Infinity) - (b.page ?? Infinity))
}
