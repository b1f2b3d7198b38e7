/** Turns a `PrintModel` into the JSON that the templates read: safe text, parts, and what a PDF says of itself. */
import { kindOf } from '../../../src/lib/document/kinds.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintModel, Run } from '../../../src/lib/document/model.ts'
import { balanced, LETTER_SUBJECT, TITLE_SUBJECT } from '../../../src/lib/document/print/balanced.ts'
import { SHEET_ABOUT, SHEET_BOX } from '../../../src/lib/document/print/lines.ts'
import { cleanText } from '../../../src/lib/document/text.ts'
import type { Face } from '../fonts.ts'
import { type Block, type Paragraph, type Placed, setBlocks, setRuns } from './blocks.ts'
import { type CheckMark, checkMark } from './check-mark.ts'
import { type Parts, partsOf } from './parts.ts'
import { type Setting, settingIn } from './text.ts'

const { page, columns, body, closing, letterhead, title } = MEASURES
const SHORT_SIDE_MM = page.widthMm - page.leftMm - page.rightMm
const BOX_MM = SHORT_SIDE_MM - 2 * MEASURES.sheet.insetMm
const LONG_SIDE_MM = page.heightMm - page.leftMm - page.rightMm

interface Appendix {
  at: number
  label: string
  runs: Run[]
  pointer: string
  isLandscape: boolean
  isAttached: boolean
  blocks: Placed[]
}

/** What data.json holds. */
export type TypesetData = Omit<
  PrintModel,
  'kind' | 'language' | 'date' | 'blocks' | 'verify' | 'addressLead' | 'sheet'
> & {
  about: { title: string; author: string; date: { year: number; month: number; day: number } | null }
  addressLead: string | null
  sheet: { lead: string; about: string; head: string; words: string[] } | null
  blocks: Placed[]
  /** The last paragraph of the main part, if it ends with one: the signature block is held to it. */
  last: Placed<Paragraph> | null
  appendices: Appendix[]
  verify: CheckMark | null
  /** Footnotes that count as printed already; only a stretch that is set to find its pages has some. */
  notesBefore: number
  /** Whether it is asked where pages begin: to find the words takes a third of the time in which a text is first set. */
  withBreaks: boolean
}

/** Throws `typeset_failed` for a character that cannot be printed. */
export async function prepare(model: PrintModel, face: Face): Promise<TypesetData> {
  const setting = settingIn(face)
  const { line } = setting
  const left = (text: string, sizePt: number) => line(text, columns.leftMm, sizePt)
  const right = (text: string, sizePt: number) => line(text, columns.rightMm, sizePt)
  const centred = (text: string) => line(text, title.widthMm, title.sizePt)

  const { main, appendices } = partsOf(model.blocks)
  const blocks = placed(setBlocks(main, setting, SHORT_SIDE_MM), 0)
  const end = blocks.at(-1)
  const last = end?.type === 'paragraph' ? end : null

  return {
    about: aboutOf(model, setting),
    letterhead: {
      parent: model.letterhead.parent.map((name) => left(name, letterhead.parentPt)),
      agency: model.letterhead.agency.map((name) => left(name, letterhead.agencyPt)),
      country: right(model.letterhead.country, letterhead.countryPt),
      motto: right(model.letterhead.motto, letterhead.mottoPt),
      number: left(model.letterhead.number, letterhead.numberPt),
      placeDate: right(model.letterhead.placeDate, letterhead.placeDatePt),
    },
    urgency: model.urgency && centred(model.urgency),
    circulation: model.circulation && centred(model.circulation),
    title: model.title && {
      name: centred(model.title.name),
      subject: centred(balanced(cleanText(model.title.subject), TITLE_SUBJECT)),
    },
    letterSubject:
      model.letterSubject &&
      line(balanced(cleanText(model.letterSubject), LETTER_SUBJECT), LETTER_SUBJECT.widthMm, LETTER_SUBJECT.sizePt),
    addressLead: model.addressLead === undefined ? null : centred(model.addressLead),
    addressees: model.addressees.map((name) => line(name, MEASURES.addressees.widthMm / 2, body.sizePt)),
    authority: model.authority && centred(model.authority),
    sheet: model.sheet
      ? {
          lead: SHEET_ABOUT,
          about: line(model.sheet.about, SHORT_SIDE_MM, body.sizePt),
          head: SHEET_BOX,
          words: model.sheet.words.map((words) => line(words, BOX_MM, body.sizePt)),
        }
      : null,
    blocks: last ? blocks.slice(0, -1) : blocks,
    last,
    appendices: appendices.map((part) => setAppendix(part, setting)),
    signature: {
      capacity: model.signature.capacity.map((text) => right(text, closing.sizePt)),
      name: right(model.signature.name, closing.sizePt),
    },
    second: model.second && {
      capacity: model.second.capacity.map((text) => left(text, closing.sizePt)),
      name: left(model.second.name, closing.sizePt),
    },
    recipients: model.recipients.map((name) => left(name, closing.listPt)),
    draftingMark: left(model.draftingMark, MEASURES.draftingMark.sizePt),
    contact: model.contact.map((words) => line(words, SHORT_SIDE_MM, MEASURES.contact.sizePt)),
    verify: model.verify && (await checkMark(model.verify)),
    notesBefore: 0,
    withBreaks: true,
  }
}

/** Blocks that know their place in the model, by which page breaks are reported. */
function placed(blocks: Block[], first: number): Placed[] {
  return blocks.map((block, index) => ({ ...block, at: first + index }))
}

function setAppendix({ head, at, blocks }: Parts['appendices'][number], setting: Setting): Appendix {
  const { label, runs, pointer, isLandscape, isAttached } = head
  return {
    at,
    label: setting.line(label, title.widthMm, title.sizePt),
    runs: setRuns(runs, setting, title.widthMm, title.sizePt),
    pointer: setting.line(pointer, title.widthMm, title.sizePt),
    isLandscape,
    isAttached,
    blocks: placed(setBlocks(blocks, setting, isLandscape ? LONG_SIDE_MM : SHORT_SIDE_MM), at + 1),
  }
}

/** "Quyết định số 15/QĐ-UBND: Ban hành …", for the window title of a reader and for search. */
function aboutOf(model: PrintModel, setting: Setting): TypesetData['about'] {
  const name = `${kindOf(model.kind).name} ${model.letterhead.number.replace(/^Số:\s*/, 'số ')}`.trim()
  const subject = model.title?.subject || model.letterSubject || model.sheet?.about
  const [year, month, day] = (model.date ?? '').split('-').map(Number)
  return {
    title: setting.plain(subject ? `${name}: ${subject}` : name).replaceAll('\n', ' '),
    author: setting.plain(model.letterhead.agency.join(' ')),
    date: year && month && day ? { year, month, day } : null,
  }
}
