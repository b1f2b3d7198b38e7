/** What a paste says, before anybody knows where it goes. It needs no page: a long one is read in a worker. */
import { withoutLongFields } from '../../document/long-fields.ts'
import { type Parsed, parseLines, parseText, type SourceLine, withoutHardLines } from '../../document/parse.ts'
import { cellsOfText } from '../../document/parse/tabbed.ts'
import { cleanText } from '../../document/text.ts'
import { textsOf } from '../../document/texts.ts'
import { lostWords } from './account.ts'
import { linesOfTree } from './html.ts'
import { Teller, type Told } from './told.ts'
import { type Given, treeOf } from './tree.ts'

export interface Asked {
  /** The page that was pasted; null where there is only text. */
  tree: Given | null
  text: string
  /** Into cells come lines, into the body clauses, bases, tables and fields. */
  into: 'cells' | 'body'
  /** How many quotation marks are open where it is put in. */
  openQuotations: number
  /** It comes into a draft in which nothing is written yet, or in place of all that is. */
  isAll: boolean
}

export type Reading =
  | { into: 'cells'; lines: SourceLine[]; told: Told[] }
  /** `lost`: lines of which a word came into nothing; each is a fault that shows in the report. */
  | { into: 'body'; parsed: Parsed; lost: string[]; told: Told[] }

/** In letters. A field of a draft takes four times as many, so that people can go on writing in it. */
const LONGEST_FIELD = 5_000

export function readPaste({ tree, text, into, openQuotations, isAll }: Asked): Reading {
  const source = tree && linesOfTree(treeOf(tree))
  const teller = source?.told ?? new Teller()
  const lines = source ? [] : wholeLines(text, teller)
  const textLines = () => lines.map((line) => ({ text: cleanText(line) }))
  if (into === 'cells') {
    const inCells = () => cellsOfText(lines) ?? textLines().map((line) => ({ text: line.text.trim() }))
    const cells = source?.lines ?? inCells()
    for (const line of cells) {
      const texts = 'block' in line ? textsOf({ fields: {}, blocks: [line.block] }) : [line.text]
      for (const text of texts) teller.tellUnprintable(text)
    }
    return { into, lines: cells, told: teller.all() }
  }
  const around = { openQuotations, isAll }
  const read = source ? parseLines(source.lines, around) : parseText(lines.join('\n'), around)
  const parsed = withoutLongFields(read, LONGEST_FIELD)
  for (const text of textsOf(parsed)) teller.tellUnprintable(text)
  return { into, parsed, lost: lostWords(source?.lines ?? textLines(), parsed), told: teller.all() }
}

/** What our own PDF prints at its foot (check-mark.ts). */
const CHECK_MARK = /^\s*(?:Mã tra cứu:\s*\S{10,20}|https?:\/\/\S{1,200}\/verify\/[\w-]{10,20})\s*$/

/** The lines of plain text. Lines of a page, as a PDF gives them, are joined to paragraphs. */
function wholeLines(text: string, teller: Teller): string[] {
  const all = text.split(/\r\n?|\n/)
  for (const line of all) {
    teller.tellUnseen(line)
    if (CHECK_MARK.test(line)) teller.tell('given', line)
  }
  const given = all.filter((line) => !CHECK_MARK.test(line))
  const { lines, paragraphs, pageNumbers } = withoutHardLines(given)
  for (const words of paragraphs) teller.tell('joined', words)
  for (const number of pageNumbers) teller.tell('pageNumber', number)
  return lines
}
