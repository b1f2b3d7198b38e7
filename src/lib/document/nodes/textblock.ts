/**
 * A line of the document, whatever it is: running text, a căn cứ, a clause, the title of an appendix. ONE node type with
 * a role, because Yjs cannot rename a node: a paragraph that became a clause would be a new node, and what a colleague
 * was typing into the old one would be gone. A change of role is a change of attribute and loses nothing.
 */
import { mergeAttributes, Node } from '@tiptap/core'
import type { Alignment, BlockRole } from '../model.ts'
import { clauseLevel } from './clause.ts'

export const ALIGNMENTS = ['left', 'center', 'right', 'justify'] as const satisfies readonly Alignment[]

/** The alignment, or `justify` (Phụ lục I, II.6.e) for anything that is none. */
export function alignment(value: unknown): Alignment {
  return ALIGNMENTS.find((known) => known === value) ?? 'justify'
}

export const LINE_MARKERS = ['-', '+', '•'] as const
export type LineMarker = (typeof LINE_MARKERS)[number]

/** The marker, or "-" for anything that is none. */
export function lineMarker(value: unknown): LineMarker {
  return LINE_MARKERS.find((known) => known === value) ?? '-'
}

/** What each role is called in `data-block`; a paragraph needs no name. */
const NAMES: Record<BlockRole, string> = {
  paragraph: '',
  basis: 'basis',
  formula: 'formula',
  clause: 'clause',
  listLine: 'line',
  quote: 'quote',
  appendix: 'appendix',
}

const ROLES: readonly BlockRole[] = ['paragraph', 'basis', 'formula', 'clause', 'listLine', 'quote', 'appendix']

export function isBlockRole(value: unknown): value is BlockRole {
  return ROLES.some((role) => role === value)
}

/** The role, or `paragraph` for anything that is none: the words are kept whatever the attribute says. */
export function blockRole(value: unknown): BlockRole {
  return isBlockRole(value) ? value : 'paragraph'
}

type Attributes = Record<string, unknown>

/** An attribute that only some roles draw; the others keep its default. */
const drawnFor =
  (roles: readonly BlockRole[], draw: (attributes: Attributes) => Attributes) =>
  (attributes: Attributes): Attributes =>
    roles.includes(blockRole(attributes.role)) ? draw(attributes) : {}

function roleOfElement(element: HTMLElement): BlockRole {
  if (element.tagName === 'LI') return 'listLine'
  return ROLES.find((role) => NAMES[role] === element.dataset.block) ?? 'paragraph'
}

export const Textblock = Node.create({
  name: 'textblock',
  priority: 1000, // what Enter and a parser fall back to
  group: 'block cellBlock',
  content: 'inline*',
  defining: true,
  addAttributes() {
    return {
      role: {
        default: 'paragraph',
        parseHTML: roleOfElement,
        renderHTML: ({ role }) => (NAMES[blockRole(role)] === '' ? {} : { 'data-block': NAMES[blockRole(role)] }),
      },
      level: {
        default: null,
        parseHTML: (element) => (roleOfElement(element) === 'clause' ? clauseLevel(element.dataset.level) : null),
        renderHTML: drawnFor(['clause'], ({ level }) => ({ 'data-level': clauseLevel(level) })),
      },
      /** What a reference holds on to; it survives moves and changes of level. */
      id: {
        default: null,
        keepOnSplit: false, // the second half of a split clause is a new clause
        parseHTML: (element) => element.dataset.id ?? null,
        renderHTML: drawnFor(['clause', 'appendix'], ({ id }) => (id ? { 'data-id': id } : {})),
      },
      /** A clause that counts from the first number again (numbering.ts). */
      restarts: {
        default: false,
        keepOnSplit: false,
        parseHTML: (element) => element.dataset.restarts === 'true',
        renderHTML: drawnFor(['clause'], ({ restarts }) => (restarts === true ? { 'data-restarts': 'true' } : {})),
      },
      align: {
        default: 'justify',
        parseHTML: (element) => alignment(element.style.textAlign || element.getAttribute('align')),
        renderHTML: drawnFor(['paragraph', 'quote'], ({ align }) =>
          align === 'justify' ? {} : { 'data-align': align },
        ),
      },
      /** The first line's 1 cm (Phụ lục I, II.6.e). */
      indent: {
        default: true,
        parseHTML: (element) => element.dataset.indent !== 'none',
        renderHTML: drawnFor(['paragraph', 'quote'], ({ indent }) => (indent ? {} : { 'data-indent': 'none' })),
      },
      marker: {
        default: '-',
        parseHTML: (element) => lineMarker(element.dataset.marker),
        renderHTML: drawnFor(['listLine'], ({ marker }) => ({ 'data-marker': marker })),
      },
      /** Its author says that its blanks are meant: a line of a form, filled in by hand. True or null. */
      byHand: {
        default: null,
        keepOnSplit: false,
        parseHTML: (element) => (element.dataset.byHand === 'true' ? true : null),
        renderHTML: ({ byHand }) => (byHand === true ? { 'data-by-hand': 'true' } : {}),
      },
      isLandscape: {
        default: false,
        parseHTML: (element) => element.dataset.landscape === 'true',
        renderHTML: drawnFor(['appendix'], ({ isLandscape }) => (isLandscape ? { 'data-landscape': 'true' } : {})),
      },
      isAttached: {
        default: false,
        parseHTML: (element) => element.dataset.attached === 'true',
        renderHTML: drawnFor(['appendix'], ({ isAttached }) =>
          isAttached === true ? { 'data-attached': 'true' } : {},
        ),
      },
    }
  },
  parseHTML: () => ['p', 'li', 'h1', 'h2', 'h3', 'h4', 'h5'].map((tag) => ({ tag })),
  renderHTML: ({ HTMLAttributes }) => ['p', mergeAttributes(HTMLAttributes), 0],
})
