/** Runs of Word as inline content: Unicode whatever the font, NFC, blanks as in print, the few looks that we keep. */
import { composed } from '../../src/lib/document/composed.ts'
import { shownBy } from '../../src/lib/document/dingbats.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { beginsWithVniMark, fromOldFont, oldEncoding } from '../../src/lib/document/old-fonts.ts'
import { cleanText } from '../../src/lib/document/text.ts'
import type { WordInline, WordRun } from './word/shapes.ts'

/** Those that only a font of their own could draw. */
const PRIVATE = /[\uE000-\uF8FF]/gu

export class Words {
  /** Passages that were in another encoding or form. */
  readonly converted = { tcvn3: 0, vni: 0, nfc: 0 }
  /** Signs that no font of ours has. */
  signs = 0

  /** Inline content with its blanks as they are: a letterhead is parted by them. */
  read(content: readonly WordInline[]): BodyNode[] {
    return joined(content).flatMap((inline): BodyNode[] => {
      if ('break' in inline) return [{ type: 'hardBreak' }]
      if ('footnote' in inline) return [{ type: 'footnote', attrs: { text: this.plain(inline.footnote) } }]
      const text = this.#text(inline)
      return text === '' ? [] : [{ type: 'text', text, ...marksOf(inline) }]
    })
  }

  /** The same without looks, as one line of text for a note. */
  plain(runs: readonly WordRun[]): string {
    const text = joined(runs).map((run) => ('text' in run ? this.#text(run) : ''))
    return text.join('').replaceAll(/\s+/g, ' ').trim()
  }

  #text(run: WordRun): string {
    const read = shownText(run)
    const encoding = oldEncoding(run.font)
    if (encoding && read !== run.text) this.converted[encoding]++
    if (read !== composed(read)) this.converted.nfc++
    this.signs += read.match(PRIVATE)?.length ?? 0
    // Tabs stay for now: cleanText makes them blanks.
    const parts = read.replaceAll(PRIVATE, '').split('\t')
    const text = parts.map(cleanText).join('\t')
    return run.caps ? text.toUpperCase() : text
  }
}

/** What a font of another encoding or of signs shows, as Unicode. */
export const shownText = ({ font, text }: WordRun): string => shownBy(font, fromOldFont(text, font))

/** A mark of VNI at the start of a run belongs to the vowel at the end of the run before. */
function joined(content: readonly WordInline[]): WordInline[] {
  const whole = content.map((inline) => ({ ...inline }))
  for (const [at, inline] of whole.entries()) {
    const before = whole[at - 1]
    if (!before || !('text' in before) || !('text' in inline)) continue
    if (oldEncoding(before.font) !== 'vni' || oldEncoding(inline.font) !== 'vni') continue
    if (!beginsWithVniMark(inline.text) || !/[aeouyôö]$/i.test(before.text)) continue
    before.text += inline.text.charAt(0)
    inline.text = inline.text.slice(1)
  }
  return whole
}

function marksOf(run: WordRun): Pick<BodyNode, 'marks'> {
  const types = [
    run.bold && 'bold',
    run.italic && 'italic',
    run.underline && 'underline',
    run.strike && 'strike',
    run.script === 'sub' && 'subscript',
    run.script === 'super' && 'superscript',
  ].filter((type) => typeof type === 'string')
  return types.length > 0 ? { marks: types.map((type) => ({ type })) } : {}
}

/** Blanks as in print: one between words, none at the ends; neighbours of one look are one. */
export function tidy(content: readonly BodyNode[]): BodyNode[] {
  const tidied: BodyNode[] = []
  for (const node of content) {
    const last = tidied.at(-1)
    if (node.text === undefined) {
      tidied.push(node)
      continue
    }
    const isAfterBlank = !last || last.type === 'hardBreak' || last.text?.endsWith(' ') === true
    let text = node.text.replaceAll(/[ \t\u00a0]+/g, ' ')
    if (isAfterBlank) text = text.trimStart()
    if (text === '') continue
    const isSame = text === ' ' || JSON.stringify(last?.marks) === JSON.stringify(node.marks) // a blank has no look
    if (last?.text !== undefined && isSame) last.text += text
    else tidied.push({ ...node, text })
  }
  return trimmedEnd(tidied)
}

function trimmedEnd(content: BodyNode[]): BodyNode[] {
  const last = content.at(-1)
  if (!last || (last.text === undefined && last.type !== 'hardBreak')) return content
  const text = last.text?.trimEnd() ?? ''
  if (text === '') return trimmedEnd(content.slice(0, -1))
  return [...content.slice(0, -1), { ...last, text }]
}
