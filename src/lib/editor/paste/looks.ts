/** Which of the looks that we keep a tag gives to its words. */
import type { Alignment } from '../../document/model.ts'
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

/** The tag's own words win over what is around it (Google Docs wraps everything in a <b> that is not bold). */
export function looksIn(tag: Tag, style: Style, outer: Looks): Looks {
  const looks: Looks = { ...outer, ...BY_TAG[tag.name] }
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
  if (tag.name === 'a') looks.underline = outer.underline ?? false // a link's line is not the writer's
  return looks
}

const ALIGNMENTS: readonly Alignment[] = ['left', 'center', 'right', 'justify']

/** How a tag says that its lines are set; what is around it where it says nothing. */
export function alignIn(tag: Tag, style: Style, outer: Alignment | undefined): Alignment | undefined {
  if (tag.name === 'center') return 'center'
  const said = style.get('text-align') ?? attribute(tag, 'align').toLowerCase()
  if (said === '') return outer
  return ALIGNMENTS.find((known) => known === said) // Excel's "general" and CSS's "start" are the usual
}
