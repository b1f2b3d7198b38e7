/** Blanks of a form that nobody has filled: dots, underscores, «names» and [notes]. One finding for each line with some. */
import { TEXT_FIELDS } from '../model.ts'
import { linesOf } from '../text.ts'
import type { Mend } from './finding.ts'
import { type Block, excerpt, type Line, placeOf } from './inspect.ts'
import { isDrawn } from './look.ts'
import type { Rule } from './rule.ts'

const NAMED = /«[^«»]*»/gu
/**
 * Dots before the last number of a line lead to a page (leader_typed). Begins with a character that is seldom there and
 * looks behind after it: a look-behind in front would be tried at every letter of 100 pages. A row of dots or blanks is
 * taken from its beginning only: tried from each of them, 2,000 took 18 s.
 */
const DOTTED =
  /(?:\.(?<!\.\.)\.{3,}(?!\.)|…(?<!……)…+(?!…))(?!\s*\d{1,3}\s*$)|_{3,}|…(?<=(?:^|[\s(])…)(?=$|[\s,;.)/])|\[(?:\.{3}|…)[^[\]]*\]/gmu

/** A number or a date with nothing in it: "ngày ... tháng ... năm", "số /TTr-SNV ngày tháng 3 năm 2026", "xx/QĐ-UBND". */
const UNDATED = new RegExp(
  [
    String.raw`\.{2,3}(?<=(?:ngày|tháng|[Ss]ố:?)\s*\.{2,3})(?=\s*(?:tháng|năm|\/))`,
    String.raw`[ \u00a0](?<=(?:ngày|tháng|[Ss]ố:?)[ \u00a0])[ \u00a0]+(?=tháng|năm(?:\s|$)|\/)`,
    String.raw`\/(?<=[Ss]ố:?[ \u00a0]+\/)(?=\p{Lu})`,
    String.raw`tháng(?<=ngày[ \u00a0]+tháng)(?=(?:[ \u00a0]+\d{1,2})?[ \u00a0]+năm[ \u00a0]+\d{4})`,
    String.raw`x(?<=(?:^|[^\p{L}\d])x)x+(?=\/|\s+(?:tháng|năm|$))`,
  ].join('|'),
  'gmu',
)
const OPEN = [DOTTED, UNDATED]

interface Blank {
  from: number
  to: number
}

function blanksIn(text: string, patterns: readonly RegExp[]): Blank[] {
  const found = patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(({ index, 0: { length } }): Blank => ({ from: index, to: index + length }))
    .toSorted((a, b) => a.from - b.from)
  let end = 0
  return found.filter(({ to }) => {
    const isOwn = to > end // dots within «…» are not
    end = Math.max(end, to)
    return isOwn
  })
}

/** How much is shown of the words in front of a blank. */
const LEAD_LENGTH = 30

/** A single blank with a name by that, others with the words around the first one, their dots drawn short. */
function shown(text: string, { from, to }: Blank, count: number): string {
  const own = text.slice(from, to)
  if (count === 1 && /\p{L}/u.test(own)) return own
  const lead = text.slice(0, from)
  const words = lead.length > LEAD_LENGTH ? lead.slice(-LEAD_LENGTH).replace(/^\S*\s/u, '') : lead
  return excerpt(`${words}${text.slice(from)}`.replaceAll(/\.{4,}|…{2,}|_{3,}/gu, '…'))
}

/** Lines by themselves, those of a table by its rows. */
function rowsOf(lines: readonly Line[]): Line[][] {
  const rows = new Map<string, Line[]>()
  for (const line of lines) {
    const key = line.path.slice(0, 2).join()
    const row = rows.get(key)
    if (row) row.push(line)
    else rows.set(key, [line])
  }
  return [...rows.values()]
}

/** Indexes of the blocks of the phụ lục: their forms are filled in by hand. What is put into force is no form. */
function formBlocks(blocks: readonly Block[]): Set<number> {
  let isForm = false
  const inForms = new Set<number>()
  for (const { index, node } of blocks) {
    if (node.type === 'appendix') isForm = node.attrs?.isAttached !== true
    if (isForm) inForms.add(index)
  }
  return inForms
}

export const blankRules: Rule[] = [
  {
    id: 'blank_left',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục III, Mục II',
    *find({ lines, blocks, proper, fields, kind }) {
      const meant = linesOf(fields.meantBlanks ?? '')
      for (const name of TEXT_FIELDS) {
        if (name.startsWith('second') && !kind.second) continue // not printed
        if (meant.includes(name)) continue
        const text = fields[name]
        const { length: count, 0: first } = blanksIn(text, [NAMED, ...OPEN])
        const accept: Mend = { act: 'set-field', field: 'meantBlanks', value: [...meant, name].join('\n') }
        if (first)
          yield { place: { at: 'field', field: name }, params: { count, found: shown(text, first, count) }, accept }
      }
      const drawn = new Set<Line>(proper.filter(({ text }) => isDrawn(text)))
      const inForms = formBlocks(blocks)
      for (const row of rowsOf(lines)) {
        if (inForms.has(row[0]?.path[0] ?? -1)) continue
        let start = 0
        const found = row.flatMap((line) => {
          // In quoted lines « » are quotation marks; a line that is drawn is no blank.
          const isMeant = line.node.attrs?.byHand === true
          const patterns = isMeant
            ? []
            : [...(line.node.type === 'quote' ? [] : [NAMED]), ...(drawn.has(line) ? [] : OPEN)]
          const blanks = blanksIn(line.text, patterns).map((blank) => ({ line, blank, start }))
          start += line.text.length + 1
          return blanks
        })
        const { length: count, 0: first } = found
        if (!first) continue
        const { from, to } = first.blank
        const words = row.map(({ text }) => text).join(' ')
        const inRow = { from: first.start + from, to: first.start + to }
        const paths = [...new Set(found.map(({ line }) => line.path))]
        yield {
          place: placeOf(first.line, from, to),
          params: { count, found: shown(words, inRow, count) },
          accept: { act: 'leave-blank', paths },
        }
      }
    },
  },
]
