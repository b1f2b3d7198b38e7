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
  return isNought(style.get('opacity')) || isOffStage(style)
}

/** Pages keep words for screen readers alone beside the screen, or in a box of one dot. */
function isOffStage(style: Style): boolean {
  if (FAR_AWAY.test(style.get('text-indent') ?? '')) return true
  if (!/^(absolute|fixed)$/.test(style.get('position') ?? '')) return false
  const isFar = ['left', 'top', 'right', 'bottom'].some((side) => FAR_AWAY.test(style.get(side) ?? ''))
  const isCut = /^rect\((?:(?:[01]px|0)[, ]*){4}\)$/.test(style.get('clip') ?? '')
  return isFar || isCut || /^inset\((?:50|100)%/.test(style.get('clip-path') ?? '')
}
const FAR_AWAY = /^-(?:\d{4,}(?:\.\d+)?(?:px|pt)|\d{3,}(?:\.\d+)?r?em|[1-9]\d{3,}%)$/

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
