/**
 * Words of another document that ours repeats between quotation marks: the new text in «Sửa đổi khoản 2 Điều 5 như sau:».
 * What their lines are numbered belongs to that document, so it is text here, and no line of them is a clause of ours.
 */

/** What numbers a clause at the start of a quoted line; amending documents put "Điều 5a." and "2a." between others. */
const LABEL = [
  'phần\\s+(?:thứ\\s+\\p{L}+|[IVXLC]+)(?=$|[\\s.:–-])\\.?',
  '(?:chương|mục|tiểu mục)\\s+(?:[IVXLC]+|\\d{1,3})[a-zđ]?(?=$|[\\s.:–-])\\.?',
  'điều\\s+\\d{1,3}[a-zđ]?\\s*(?:[.:]|$)',
  '\\d{1,3}[a-zđ]?\\.(?=$|\\s|\\p{Lu})',
  '[IVX]{1,5}\\.(?=$|\\s)',
  '[a-zđ]\\d?\\)',
].join('|')

const BEGINNING = new RegExp(`^\\s*[“„«"]\\s*(?:${LABEL})`, 'iu')

/** The same while it is typed, from the start of the line to the blank after the number. */
export const TYPED_BEGINNING = new RegExp(`^[“„«"]\\s?(?:${LABEL})\\s$`, 'iu')

/** Whether a line begins with a quotation mark and the number of a clause: “Điều 5. …, «2. …, "a) …. */
export function beginsQuotation(text: string): boolean {
  return BEGINNING.test(text)
}

export interface QuotationMark {
  at: number
  opens: boolean
}

/** Every quotation mark of a text. A straight one opens where no word ends before it. */
export function quotationMarks(text: string): QuotationMark[] {
  return [...text.matchAll(/[“„«”»"]/g)].map(({ 0: mark, index: at }) => ({
    at,
    opens: mark === '"' ? at === 0 || /[\s([“„«]/.test(text.charAt(at - 1)) : mark !== '”' && mark !== '»',
  }))
}

/** How many quotations are open behind a text that begins with `open` of them. */
export function openAfter(text: string, open: number): number {
  return quotationMarks(text).reduce((depth, { opens }) => (opens ? depth + 1 : Math.max(0, depth - 1)), open)
}

/** A line that ends with a closing mark, and at most the punctuation of the sentence around it. */
const ENDED = /[”»"]\s*(?:[.;,:]\s*)?(?:\.\/\.\s*)?$/

/** What a line does to the number of open quotations: `open` becomes max(`least`, `open` + `net`). */
export interface Turn {
  least: number
  net: number
}

export function quotationTurn(line: string): Turn {
  let least = 0
  let net = 0
  for (const { opens } of quotationMarks(line)) {
    net += opens ? 1 : -1
    least = opens ? least + 1 : Math.max(0, least - 1)
  }
  return { least, net }
}

/** No quotation is longer, in lines: with each of 10,000 left open, all that follow would be read 10,000 times. */
const MOST_LINES = 1_000

/**
 * How many of these lines, from the one at `start` on, belong to the quotation that begins with it. Where marks do not pair, the
 * first line that ends with a closing one is the last; without any it is the first line alone.
 */
export function quotationLength(
  lines: readonly string[],
  start = 0,
  turns: readonly Turn[] = lines.map(quotationTurn),
): number {
  const end = Math.min(lines.length, start + MOST_LINES)
  let open = 0
  for (let at = start; at < end; at++) {
    const { least, net } = turns[at] ?? { least: 0, net: 0 }
    open = Math.max(least, open + net)
    if (open === 0) return at + 1 - start
  }
  for (let at = start; at < end; at++) if (ENDED.test(lines[at] ?? '')) return at + 1 - start
  return 1
}
