/** What a pasted page holds and does not show as its text: hidden words, comments, and what tracked changes deleted. */
import type { Style } from './style.ts'
import { attribute, type Tag } from './tree.ts'

export type Secret = 'hidden' | 'comment' | 'commentMark' | 'deleted'

/** Null for what is text. `isWord`: Word writes <del> for tracked changes alone; elsewhere it may be a line through. */
export function secretIn(tag: Tag, style: Style, isWord: boolean): Secret | null {
  if (isHidden(tag, style)) return 'hidden'
  const classes = attribute(tag, 'class').toLowerCase()
  const element = style.get('mso-element')
  if (element === 'comment' || classes === 'msocomtxt') return 'comment'
  const isMark = /(^|\s)mso(comanchor|comoff|commentreference)(\s|$)/.test(classes)
  if (isMark || style.get('mso-special-character') === 'comment' || attribute(tag, 'href').startsWith('#cmnt'))
    return 'commentMark'
  if (/(^|\s)msodel(\s|$)/.test(classes)) return 'deleted'
  if (tag.name === 'del' && (isWord || tag.attributes.has('cite') || tag.attributes.has('datetime'))) return 'deleted'
  return null
}

function isHidden(tag: Tag, style: Style): boolean {
  if (tag.attributes.has('hidden') || style.get('display') === 'none' || style.get('mso-hide') === 'all') return true
  return isNought(style.get('opacity'))
}

/** Text of size 0. Mails use it for the space between their parts, and set the size again for their words. */
export function isTiny(style: Style, outer: boolean): boolean {
  const size = style.get('font-size')
  if (size === undefined) return outer
  return isNought(size) || (outer && /(%|em)$/.test(size) && !size.endsWith('rem'))
}

const isNought = (value: string | undefined) => value !== undefined && /^0+(\.0+)?(px|pt|em|rem|%)?$/.test(value)

/** What `visibility` says. A part inside a hidden one may be visible again. */
export function isUnseen(style: Style, outer: boolean): boolean {
  const visibility = style.get('visibility')
  return visibility ? visibility === 'hidden' || visibility === 'collapse' : outer
}
