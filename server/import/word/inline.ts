/** The inside of a paragraph: words with their looks, line ends, footnotes; tracked changes as the reading wants them. */
import { imageOf, shown } from './drawing.ts'
import type { Findings, Said } from './findings.ts'
import type { WordImage, WordInline, WordRun } from './shapes.ts'
import type { Letters, Styles } from './styles.ts'
import { wordsUnder } from './tally.ts'
import { child, descendants, type Element, flag, taken, valueOf } from './xml.ts'

export interface Change {
  is: 'inserted' | 'deleted' | 'moved' | 'undone'
  author: string
  isTaken: boolean
  /** Its words are told as what they stand in: a text box, a table of contents. */
  isBeside?: true
}

export interface Context {
  /** Whether a tracked change is read as accepted; else as rejected. */
  takes(change: Element): boolean
  /** Whose it is: of what was put into another's new words, theirs. */
  authorOf(change: Element): string
  styles: Styles
  findings: Findings
  /** Address of a hyperlink. */
  linkOf(id: string): string
  /** Path of an image that a draft may hold, "" for any other, null for one outside the file. */
  imageOf(id: string): string | null
  footnotes: Map<string, Element>
  endnotes: Map<string, Element>
  /** Marks of fields that have their partners. */
  fieldMarks: Set<Element>
}

/** Wrappers whose content is part of the line. */
const CLEAR = new Set([
  'w:smartTag',
  'w:customXml',
  'w:sdtContent',
  'w:dir',
  'w:bdo',
  'w:fldSimple',
  'w:ruby',
  'w:rubyBase',
])
/** A blank to be filled in by hand, that a tab draws: as one types it. */
const LEADER = ' ...... '

export class InlineReader {
  #context
  /** Images of the paragraph that was read last, a list for each of its parts. */
  images: WordImage[][] = [[]]
  /** Words of the text boxes that are anchored in it. */
  boxes: WordRun[][] = []
  /** Notes that are being read: one may refer to itself. */
  #notes: ReadonlySet<Element>
  /** Lines of content, parted where a page break stands. */
  #parts: WordInline[][] = [[]]
  /** Fields that are open, over paragraphs: their code comes first, then what they show. */
  #fields: { code: string; isShown: boolean }[] = []
  #around: Letters = {}
  /** Whether the tabs of a line draw something, and how many of them were read. */
  #leaders: boolean[] = []
  #tabs = 0
  /** The change that the last words belonged to, while nothing else came between. */
  #lastChange: Change | null = null
  #isColoured = false
  #isHighlighted = false

  constructor(context: Context, notes: ReadonlySet<Element> = new Set()) {
    this.#context = context
    this.#notes = notes
  }

  /** Whether a table of contents is open; its lines are no content. */
  get isInContents() {
    return this.#fields.some(({ code, isShown }) => isShown && /^\s*TOC\b/i.test(code))
  }

  /** `within`: the change that the whole paragraph is a part of. */
  read(
    paragraph: Element,
    around: Letters,
    { leaders = [], within = null }: { leaders?: boolean[]; within?: Change | null } = {},
  ): WordInline[][] {
    this.#leaders = leaders
    this.#tabs = 0
    this.#parts = [[]]
    this.images = [[]]
    this.boxes = []
    this.#around = around
    this.#lastChange = null
    this.#isColoured = false
    this.#isHighlighted = false
    this.#children(paragraph, within)
    if (this.#isColoured) this.#context.findings.colours++
    if (this.#isHighlighted) this.#context.findings.highlights++
    return this.#parts
  }

  /** All words of a note, a text box or a header; paragraphs are held apart by "\n". Images there are lost. */
  plain(element: Element, within: Change | null = null): WordRun[] {
    const { styles } = this.#context
    const runs: WordRun[] = []
    let images = 0
    for (const paragraph of paragraphsIn(element)) {
      const reader = new InlineReader(this.#context, this.#notes)
      const { letters } = styles.paragraph(valueOf(child(paragraph, 'w:pPr'), 'w:pStyle'))
      const words = plainRuns(reader.read(paragraph, letters, { within }))
      if (words.length > 0 && runs.length > 0) runs.push({ text: '\n', font: '' })
      runs.push(...words)
      images += reader.images.flat().length
    }
    for (; images > 0; images--) this.#context.findings.name('image', runs)
    return runs
  }

  /** Everything in it was deleted; or was put in, in a reading without it. */
  discard(element: Element, change: Pick<Change, 'is' | 'author'>): void {
    const { footnotes, endnotes } = this.#context
    this.#tell(element, change)
    for (const [name, notes] of [
      ['w:footnoteReference', footnotes] as const,
      ['w:endnoteReference', endnotes] as const,
    ])
      for (const { attributes } of descendants(element, name)) {
        const note = notes.get(attributes['w:id'] ?? '')
        if (note && !this.#notes.has(note)) this.#tell(note, change)
      }
  }

  #tell(element: Element, change: Pick<Change, 'is' | 'author'>): void {
    if (change.is === 'deleted') this.#undo(element, change.author)
    const words = this.#unread(element)
    if (words.length > 0) this.#context.findings.change({ ...change, isTaken: false }, words, false)
  }

  /** What somebody put in where they then took out everything was never a word of the text. */
  #undo(element: Element, author: string): void {
    for (const insertion of insertionsIn(element, this.#context, author))
      this.discard(insertion, { is: 'undone', author })
  }

  /** The words under an element as they are, whatever stands between them. */
  #unread(element: Element): Said[] {
    const { tally } = this.#context.findings
    return [...wordsUnder(element)].flatMap((by): Said[] => {
      if (!tally.see(by)) return []
      tally.begin(by.text)
      return by.text === '' ? [] : [{ run: { text: by.text, font: this.#around.font ?? '' }, by }]
    })
  }

  #children(parent: Element, change: Change | null) {
    for (const element of parent.children) this.#inline(element, change)
  }

  #inline(element: Element, change: Change | null) {
    const { findings } = this.#context
    const { name, attributes } = element
    if ((name === 'w:bdo' || name === 'w:dir') && attributes['w:val'] === 'rtl') this.#turned(element)
    if (CLEAR.has(name)) return this.#children(element, change)
    switch (name) {
      case 'w:r':
        return this.#run(element, change)
      case 'w:sdt':
        return this.#children(child(element, 'w:sdtContent') ?? element, change)
      case 'w:ins':
      case 'w:moveTo':
        return this.#children(element, this.#insertion(element, change))
      case 'w:del':
        return this.#children(element, this.#context.takes(element) ? this.#deletion(element, change) : change)
      case 'w:moveFrom':
        if (!this.#context.takes(element)) return this.#children(element, change)
        if (change) return this.#children(element, this.#deletion(element, change))
        this.#undo(element, this.#context.authorOf(element))
        // They stand where they were moved to.
        return findings.moveAway(
          this.#context.authorOf(element),
          this.#unread(element).map(({ run }) => run),
        )
      case 'w:hyperlink': {
        const address = this.#context.linkOf(attributes['r:id'] ?? '')
        if (address !== '') findings.name('link', [{ text: address, font: '' }])
        return this.#children(element, change)
      }
      case 'w:commentRangeStart':
      case 'w:commentRangeEnd':
        return findings.mark(element)
      case 'm:oMath':
      case 'm:oMathPara':
        for (const words of wordsUnder(element)) this.#words(words, this.#around, change)
        return
      case 'mc:AlternateContent':
        for (const inner of taken(element)) this.#inline(inner, change)
    }
  }

  #insertion(element: Element, around: Change | null): Change {
    const own = insertionOf(element, this.#context)
    if (around?.is === 'deleted' && around.author === own.author) return { ...around, is: 'undone' }
    return around ?? own
  }

  #deletion(element: Element, around: Change | null): Change {
    if (around?.isTaken === false) return around
    const author = this.#context.authorOf(element)
    return { is: around?.author === author ? 'undone' : 'deleted', author, isTaken: false }
  }

  #run(run: Element, change: Change | null) {
    const { styles, findings } = this.#context
    const properties = formerly(child(run, 'w:rPr'), 'w:rPr', this.#context)
    const letters = styles.run(this.#around, properties)
    const colour = valueOf(properties, 'w:color')
    this.#isColoured ||= colour !== undefined && !/^(auto|000000)$/i.test(colour)
    this.#isHighlighted ||= child(properties, 'w:highlight') !== undefined
    const reformatted = child(child(run, 'w:rPr'), 'w:rPrChange')
    if (reformatted)
      findings.change({ is: 'formatted', author: reformatted.attributes['w:author'] ?? '', isTaken: true }, [], false)
    if (flag(properties, 'w:rtl')) this.#turned(run)
    for (const element of run.children) this.#inRun(element, letters, change)
  }

  /** Set from right to left: Word shows its digits and words in another order. */
  #turned(element: Element) {
    const text = [...wordsUnder(element)].map((words) => words.text).join('')
    if (text.trim() !== '') this.#context.findings.name('turned', [{ text, font: this.#around.font ?? '' }])
  }

  #inRun(element: Element, letters: Letters, change: Change | null) {
    const { name, attributes } = element
    switch (name) {
      case 'w:t':
      case 'w:delText':
        return this.#words(element, letters, change)
      case 'w:tab':
        return this.#text(element, this.#leaders[this.#tabs++] ? LEADER : '\t', letters, change)
      case 'w:ptab':
        return this.#text(element, (attributes['w:leader'] ?? 'none') === 'none' ? '\t' : LEADER, letters, change)
      case 'w:noBreakHyphen':
        return this.#text(element, '-', letters, change)
      case 'w:softHyphen':
        return this.#text(element, '\u00AD', letters, change) // in .VnTime this is the letter ư
      case 'w:sym':
        return this.#sign(element, letters, change)
      case 'w:br':
      case 'w:cr':
        return this.#lineEnd(attributes['w:type'], change)
      case 'w:fldChar':
        return this.#field(element)
      case 'w:instrText': {
        const field = this.#fields.at(-1)
        if (field && !field.isShown) field.code += element.text
        return
      }
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        return this.#note(name, attributes['w:id'] ?? '', change)
      case 'mc:AlternateContent': {
        for (const inner of taken(element)) this.#inRun(inner, letters, change)
        return
      }
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        if (change?.isTaken === false) this.discard(element, change)
        else this.#drawing(element, change)
    }
  }

  #words(element: Element, letters: Letters, change: Change | null) {
    if (this.#context.findings.tally.see(element)) this.#text(element, element.text, letters, change)
  }

  #text(by: Element, text: string, letters: Letters, change: Change | null) {
    if (text === '') return
    const { findings } = this.#context
    findings.tally.begin(text)
    const run = runOf(text, letters)
    if (this.#fields.some(({ isShown }) => !isShown)) return void (text.trim() !== '' && findings.lose('field', [run]))
    if (letters.hidden) return findings.lose('hidden', [run])
    if (this.isInContents) return findings.lose('contents', [run])
    if (change && !change.isBeside) {
      const goesOn = this.#lastChange?.is === change.is && this.#lastChange.author === change.author
      findings.change(change, [{ run, by }], goesOn)
    }
    this.#lastChange = change
    if (change && !change.isTaken) return
    if (change?.is === 'moved') findings.arrived.push(text)
    findings.see(run)
    const part = this.#parts.at(-1) ?? []
    const last = part.at(-1)
    if (last && 'text' in last && looksLike(last, run)) part[part.length - 1] = { ...last, text: last.text + text }
    else part.push(run)
  }

  #sign(element: Element, letters: Letters, change: Change | null) {
    const { attributes } = element
    const font = attributes['w:font'] ?? ''
    const code = Number.parseInt(attributes['w:char'] ?? '', 16)
    const low = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code
    // A letter of an old font, or a sign: what it shows, the words are told by their font (words.ts).
    if (/^(\.Vn|VNI-|wingdings|webdings|symbol)/i.test(font) && low >= 0x20 && low <= 0xff)
      return this.#text(element, String.fromCharCode(low), { ...letters, font }, change)
    this.#context.findings.name('symbol', [{ text: `${font} ${attributes['w:char'] ?? ''}`, font: '' }])
  }

  #lineEnd(type: string | undefined, change: Change | null) {
    if (change?.isTaken === false || this.isInContents) return
    this.#tabs = 0
    if (type === 'page') {
      this.#parts.push([])
      this.images.push([])
    } else this.#parts.at(-1)?.push({ break: true })
  }

  #field(mark: Element) {
    if (!this.#context.fieldMarks.has(mark)) return
    const type = mark.attributes['w:fldCharType']
    const field = this.#fields.at(-1)
    if (type === 'begin') this.#fields.push({ code: '', isShown: false })
    else if (type === 'separate' && field) field.isShown = true
    else if (type === 'end') this.#fields.pop()
  }

  #note(name: string, id: string, change: Change | null) {
    const { footnotes, endnotes, findings } = this.#context
    const isEndnote = name === 'w:endnoteReference'
    const note = (isEndnote ? endnotes : footnotes).get(id)
    if (!note || this.#notes.has(note)) return
    if (change?.isTaken === false) return this.discard(note, change)
    if (isEndnote) findings.endnotes++
    const words = new InlineReader(this.#context, new Set([...this.#notes, note])).plain(note, change)
    if (this.#fields.some(({ isShown }) => !isShown)) findings.lose('field', words)
    else if (this.isInContents) findings.lose('contents', words)
    else this.#parts.at(-1)?.push({ footnote: words })
  }

  #drawing(element: Element, change: Change | null) {
    const { findings } = this.#context
    let isNamed = false
    for (const found of shown(element)) {
      const { name, attributes } = found
      if (name === 'w:txbxContent') {
        const words = this.plain(found, beside(change))
        if (words.every(({ text }) => text.trim() === '')) continue
        findings.lose('textBox', words)
        this.boxes.push(words)
      } else if (name === 'pic:pic' || name === 'v:imagedata') {
        // What shows an embedded object is no image of its own.
        const image = element.name === 'w:object' ? null : imageOf(element, found, this.#context.imageOf)
        if (image) this.images.at(-1)?.push(image)
      } else if (name === 'v:textpath' && attributes.string) {
        findings.name('textBox', [{ text: attributes.string, font: '' }])
      } else if (name === 'o:OLEObject') findings.lose('object')
      else if (name === 'a:graphicData' && /chart|diagram/.test(attributes.uri ?? '')) findings.lose('chart')
      else continue
      isNamed = true
    }
    if (!isNamed) findings.lose('shape')
  }
}

/** The words of a line without its ends and notes, which become blanks and words. */
export function plainRuns(parts: readonly WordInline[][]): WordRun[] {
  return parts.flatMap((part, at) => [
    ...(at > 0 ? [BLANK] : []),
    ...part.flatMap((inline): WordRun[] => {
      if ('text' in inline) return [inline]
      return 'footnote' in inline ? [BLANK, ...inline.footnote, BLANK] : [BLANK]
    }),
  ])
}

const BLANK: WordRun = { text: ' ', font: '' }

function runOf(text: string, { font = '', bold, italic, underline, strike, script, caps }: Letters): WordRun {
  return {
    text,
    font,
    ...(bold && { bold }),
    ...(italic && { italic }),
    ...(underline && { underline }),
    ...(strike && { strike }),
    ...(script && { script }),
    ...(caps && { caps }),
  }
}

function looksLike(a: WordRun, b: WordRun) {
  return (
    a.font === b.font &&
    a.bold === b.bold &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.strike === b.strike &&
    a.script === b.script &&
    a.caps === b.caps
  )
}

function* paragraphsIn(element: Element): Generator<Element> {
  for (const one of taken(element)) {
    if (one.name === 'w:p') yield one
    else if (one.name !== 'w:del' && one.name !== 'w:moveFrom') yield* paragraphsIn(one)
  }
}

/** What somebody puts in: a part of this reading, or of another one. */
export function insertionOf(element: Element, { takes, authorOf }: Pick<Context, 'takes' | 'authorOf'>): Change {
  const is = element.name === 'w:moveTo' ? 'moved' : 'inserted'
  return { is, author: authorOf(element), isTaken: takes(element) }
}

/** For words in it that are left out of the text. */
export const beside = (change: Change | null): Change | null => change && { ...change, isBeside: true }

/** What this person put in under an element: words, or rows. */
function* insertionsIn(element: Element, { authorOf }: Pick<Context, 'authorOf'>, author: string): Generator<Element> {
  for (const one of taken(element)) {
    const put = one.name === 'w:tr' ? child(child(one, 'w:trPr'), 'w:ins') : one
    const isOwn = (put?.name === 'w:ins' || put?.name === 'w:moveTo') && authorOf(put) === author
    if (isOwn) yield one
    else yield* insertionsIn(one, { authorOf }, author)
  }
}

/** Whether a paragraph's end is none in this reading: its words run on into the next one. */
export function isEndGone(properties: Element | undefined, { takes }: Pick<Context, 'takes'>) {
  const mark = child(properties, 'w:rPr')
  const by = (name: string, isTaken: boolean) => {
    const found = child(mark, name)
    return found !== undefined && takes(found) === isTaken
  }
  return by('w:del', true) || by('w:moveFrom', true) || by('w:ins', false) || by('w:moveTo', false)
}

/** The look or the form as it was, where its change is read as rejected. `name`: of the properties. */
export function formerly(
  properties: Element | undefined,
  name: 'w:rPr' | 'w:pPr',
  { takes }: Pick<Context, 'takes'>,
): Element | undefined {
  const change = child(properties, `${name}Change`)
  if (!change || takes(change)) return properties
  return child(change, name)
}
