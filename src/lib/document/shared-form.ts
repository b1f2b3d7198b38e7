/**
 * A block has two shapes. Plain data names what it is: `{ type: 'clause', attrs: { level, id } }`. In the shared text, and
 * in the editor that is bound to it, it is a `textblock` with a role (nodes/textblock.ts says why).
 */
import type { Node, Schema } from '@tiptap/pm/model'
import type { BlockRole, BodyNode } from './model.ts'
import { blockRole, isBlockRole } from './nodes/textblock.ts'
import { schema as ownSchema } from './schema.ts'

/** The attributes that mean something for a role. */
const ATTRIBUTES: Record<BlockRole, readonly string[]> = {
  /** Running text. */
  paragraph: ['align', 'indent'],
  /** A căn cứ, or the "Theo đề nghị của …" that closes them (Phụ lục I, II.6.a). Its punctuation is part of the text. */
  basis: [],
  /** "QUYẾT ĐỊNH:" on its line (Phụ lục III, Mẫu 1.1–1.3). Text, so that it can be read, searched and commented on. */
  formula: [],
  clause: ['level', 'id', 'restarts'],
  /** One line of a list that offices write with a dash, a plus below it, or a bullet. */
  listLine: ['marker'],
  /** A line of the quoted text of another document (quotation.ts). Its number is part of its words. */
  quote: ['align', 'indent'],
  /**
   * Starts a phụ lục; its text is the title. What follows, up to the next appendix, belongs to it, and numbering begins
   * anew (Phụ lục I, III.1). `isAttached`: no phụ lục but a document that this one puts into force, under a letterhead
   * of its own (Phụ lục III, Mẫu 1.3); its title is the name of its kind, a line end, its trích yếu.
   */
  appendix: ['id', 'isLandscape', 'isAttached'],
}

/** In a table cell a block is running text or a line of a list, whatever its role says. */
const IN_CELLS: readonly BlockRole[] = ['paragraph', 'listLine']

/** Plain data as a node of a schema (the editor has its own copy). Throws RangeError for a type that is unknown. */
export function nodeOf(body: BodyNode, schema: Schema = ownSchema): Node {
  return schema.nodeFromJSON(sharedForm(body))
}

/** The JSON that goes into the shared text. */
export function sharedForm({ type, attrs, content, ...rest }: BodyNode): BodyNode {
  const inner = content && { content: content.map(sharedForm) }
  if (isBlockRole(type)) return { ...rest, type: 'textblock', attrs: { ...attrs, role: type }, ...inner }
  return { ...rest, type, ...(attrs && { attrs }), ...inner }
}

/** A node of the editor or of the shared text as plain data. */
export function plainOf(node: Node): BodyNode {
  return plainForm(node.toJSON(), false)
}

function plainForm({ type, attrs, content, ...rest }: BodyNode, isInCell: boolean): BodyNode {
  const inner = content && { content: content.map((child) => plainForm(child, isInCell || isCell(type))) }
  if (type !== 'textblock') return { ...rest, type, ...(attrs && { attrs }), ...inner }
  const given = blockRole(attrs?.role)
  const role = isInCell && !IN_CELLS.includes(given) ? 'paragraph' : given
  const kept = ATTRIBUTES[role].map((name) => [name, attrs?.[name]])
  if (attrs?.byHand === true) kept.push(['byHand', true]) // of every role, and only where it is said
  return { ...rest, type: role, ...(kept.length > 0 && { attrs: Object.fromEntries(kept) }), ...inner }
}

/** Whether a document that this one puts into force begins with this node of the shared text. */
export const isAttached = ({ attrs }: Node): boolean =>
  blockRole(attrs.role) === 'appendix' && attrs.isAttached === true

const isCell = (type: string) => type === 'tableCell' || type === 'tableHeader'
