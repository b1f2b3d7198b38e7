/** Which marks (bold, italic, underline …) a tag gives to its words. */
import type { Alignment } from '../../document/model.ts'
import { own } from '../../own.ts'
import type { Style } from './style.ts'
import { attribute, type Tag } from './tree.ts'

export type Looks = Partial<Record<'bold' | 'italic' | 'underline' | 'strike' | 'subscript' | 'superscript', boolean>>

const BY_TAG: Record<string, Looks> = {
  b: { bold: true },
  strong: { bold: true },
  i: { italic: true },
  em: { italic: true },
  u: { underline: true },
  s: { strike: true },
  strike: { strike: true },
  del: { strike: true },
  sub: { subscript: true },
  sup: { superscript: true },
}

/**
 * The tag's own style wins over the tags around it (Google Docs wraps everything in a <b> that is not bold). The line under
 * a link, and the one under words that a tracked change put in, are not the writer's: `isMarked`.
 */
export function looksIn(tag: Tag, style: Style, outer: Looks, isMarked: boolean): Looks {
  const looks: Looks = { ...outer, ...own(BY_TAG, tag.name) }
  const weight = style.get('font-weight')
  const slant = style.get('font-style')
  if (weight) looks.bold = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600
  if (slant) looks.italic = slant === 'italic' || slant === 'oblique'
  const lines = `${style.get('text-decoration-line') ?? ''} ${style.get('text-decoration') ?? ''}`
  if (lines.includes('underline')) looks.underline = true
  if (lines.includes('line-through')) looks.strike = true
  if (lines.includes('none')) looks.underline = looks.strike = false
  if (style.get('vertical-align') === 'super') looks.superscript = true
  if (style.get('vertical-align') === 'sub') looks.subscript = true
  if (isMarked) looks.underline = outer.underline ?? false
  return looks
}

const ALIGNMENTS: readonly Alignment[] = ['left', 'center', 'right', 'justify']

/** The alignment that a tag asks for, or that of the tags around it. */
export function alignIn(tag: Tag, style: Style, outer: Alignment | undefined): Alignment | undefined {
  if (tag.name === 'center') return 'center'
  // Excel says "general" of every cell in its rules, and in the cell itself where its number stands.
  const said = [style.get('text-align'), attribute(tag, 'align').toLowerCase()].filter(Boolean)
  if (said.length === 0) return outer
  return said.map((one) => ALIGNMENTS.find((known) => known === one)).find((known) => known !== undefined)
}
