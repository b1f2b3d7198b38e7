/** How a colleague's caret and selection look. Plain elements; their words are ours, never markup from the network. */
import type { DecorationAttrs } from '@tiptap/pm/view'

export interface CaretUser {
  name?: unknown
  color?: unknown
  /** Of which page: see remote-awareness.ts. */
  client?: unknown
}

const HEX = /^#[0-9a-f]{6}$/i
const colorOf = (user: CaretUser) => (typeof user.color === 'string' && HEX.test(user.color) ? user.color : '#5f594f')

export function drawCaret(user: CaretUser): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'caret'
  caret.style.setProperty('--caret', colorOf(user))
  const name = document.createElement('span')
  name.className = 'caret-name'
  name.textContent = typeof user.name === 'string' ? user.name : ''
  caret.append(name)
  return caret
}

export function drawSelection(user: CaretUser): DecorationAttrs {
  return { class: 'caret-selection', style: `--caret: ${colorOf(user)}` }
}
