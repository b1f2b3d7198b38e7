/** Images in the text: finding the selected one, inserting, resizing, describing. */
import type { Node, ResolvedPos, Slice } from '@tiptap/pm/model'
import { type Command, type EditorState, NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { type ImageAttributes, imageAttributes } from '../../document/image.ts'
import { cleanText } from '../../document/text.ts'
import { roleOf } from './blocks.ts'

interface Image {
  node: Node
  pos: number
}

/** The image that is selected, or null. */
export function selectedImage({ selection }: EditorState): Image | null {
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'image') return null
  return { node: selection.node, pos: selection.from }
}

/** How a new line below an image is set, which is for its caption. */
const CAPTION = { align: 'center', indent: false }

/**
 * Puts an image below the line at `pos`, or above it when that is empty: the empty line is its caption then, and nobody's
 * words go. The caret comes to the caption unless the person has gone elsewhere meanwhile.
 */
export function insertImage(
  { doc, schema, selection, tr }: EditorState,
  attributes: ImageAttributes,
  pos: number,
): { tr: Transaction; caption: number } | null {
  const { image, textblock } = schema.nodes
  if (!image || !textblock) return null
  const at = doc.resolve(Math.min(pos, doc.content.size))
  if (isInCell(at)) return insertInCell(tr, image.create(attributes), at)
  const isHere = at.depth === 1 && isEmptyLine(at.parent)
  const put = isHere ? at.before(1) : at.depth === 0 ? at.pos : at.after(1)
  const below = doc.nodeAt(put)
  tr.insert(put, image.create(attributes))
  const line = put + 1
  // An empty line stays as it is: to change it together with what is put in can lose what another types in it.
  if (!below || !isEmptyLine(below)) tr.insert(line, textblock.create(CAPTION))
  if (selection.head === pos) tr.setSelection(TextSelection.create(tr.doc, line + 1)).scrollIntoView()
  return { tr, caption: line + 1 }
}

/** Whether a place is in a line of a cell. */
const isInCell = (at: ResolvedPos) => at.depth > 2 && at.parent.isTextblock && at.node(1).type.name === 'table'

/** Below the line in the same cell, or above it when that is empty, for its caption. The caret stays in its line. */
function insertInCell(tr: Transaction, image: Node, at: ResolvedPos): { tr: Transaction; caption: number } {
  const put = isEmptyLine(at.parent) ? at.before() : at.after()
  tr.insert(put, image)
  return { tr, caption: tr.mapping.map(at.pos) }
}

/** An image that was copied, put where one from a file would be: else it takes the place of the cell's only line. */
export function pasteImageInCell(state: EditorState, { content, openStart }: Slice): Transaction | null {
  const { empty, $head } = state.selection
  const image = openStart === 0 && content.childCount === 1 ? content.firstChild : null
  if (image?.type.name !== 'image' || !empty || !isInCell($head)) return null
  return insertInCell(state.tr, image, $head).tr
}

const isEmptyLine = (node: Node) => roleOf(node) === 'paragraph' && node.content.size === 0

const STEP_MM = 5

/** Makes the selected image wider (+1) or narrower (-1), as far as the page has room. */
export function resizeImage(by: 1 | -1): Command {
  return (state, dispatch) => {
    const image = selectedImage(state)
    if (!image) return false
    const { widthMm } = imageAttributes(image.node.attrs)
    return changeImage({ widthMm: widthMm + by * STEP_MM })(state, dispatch)
  }
}

/** Gives the selected image another width, description, or other bytes; it stays selected. */
export function changeImage(change: Partial<ImageAttributes>): Command {
  return (state, dispatch) => {
    const held = selectedImage(state)
    if (!held) return false
    const tr = state.tr
    const before = imageAttributes(held.node.attrs)
    const after = imageAttributes({ ...before, ...change })
    const wanted = { ...after, alt: cleanText(after.alt).replace(/\s+/g, ' ').trim() }
    for (const name of ['hash', 'pixelWidth', 'pixelHeight', 'widthMm', 'alt'] as const)
      if (wanted[name] !== before[name]) tr.setNodeAttribute(held.pos, name, wanted[name])
    if (dispatch && tr.docChanged) dispatch(tr.setSelection(NodeSelection.create(tr.doc, held.pos)))
    return true
  }
}
