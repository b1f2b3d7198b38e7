/**
 * The stored text as HTML, made on the server with the same element shapes as the live editor: what is on disk is shown
 * at once, and stays on the page for as long as the connection is not in step. A blank page would be a lie.
 */
import { type DOMOutputSpec, DOMSerializer, type Node } from '@tiptap/pm/model'
import { readableTable } from '../grid.ts'
import { imageAttributes } from '../image.ts'
import type { KindId } from '../kinds.ts'
import type { BodyNode } from '../model.ts'
import { imageLook } from '../nodes/image.ts'
import { citations } from '../references.ts'
import { schema } from '../schema.ts'
import { isAttached, nodeOf } from '../shared-form.ts'
import { ATTACHED_HEAD } from './attached-head.ts'
import { looksOf, referenceLook } from './looks.ts'

const VOID_ELEMENTS = new Set(['br', 'hr', 'img', 'col', 'wbr'])
const { nodes: drawNode, marks: drawMark } = DOMSerializer.fromSchema(schema)

export interface Around {
  /** Of the draft's page; images are fetched from below it. */
  address: string
  /** What a reader hears of an image without a description. */
  undescribed: string
}

export function storedHtml(body: BodyNode, kind: KindId, around: Around): { main: string; appendices: string } {
  const content = (body.content ?? []).map((block) => (block.type === 'table' ? readableTable(block) : block))
  const doc = nodeOf({ ...body, content })
  const looks = looksOf(body.content ?? [], kind)
  const words = citations(body, kind)
  const attributesOf = (node: Node): Record<string, string> =>
    node.type.name === 'reference' ? referenceLook(words.get(String(node.attrs.target))) : {}
  const blocks = doc.children.map((node, index) => {
    const head = isAttached(node) ? specHtml(ATTACHED_HEAD, '') : ''
    return head + nodeHtml(node, { ...around, attributesOf }, looks[index] ?? undefined)
  })
  const first = doc.children.findIndex((node) => node.attrs.role === 'appendix')
  const end = first === -1 ? blocks.length : first
  return { main: blocks.slice(0, end).join(''), appendices: blocks.slice(end).join('') }
}

function imageHtml({ attrs }: Node, { address, undescribed }: Around): string {
  const { hash, alt } = imageAttributes(attrs)
  const image = { src: `${address}/images/${hash}`, alt: alt || undescribed }
  return specHtml(['figure', imageLook(attrs), ['img', image]], '')
}

interface Page extends Around {
  attributesOf: (node: Node) => Record<string, string>
}

function nodeHtml(node: Node, page: Page, extra: Record<string, string> = {}): string {
  if (node.type.name === 'image') return imageHtml(node, page)
  if (node.isText) {
    return node.marks.reduceRight(
      (inner, mark) => {
        const spec = drawMark[mark.type.name]?.(mark, true)
        return spec ? specHtml(spec, inner) : inner
      },
      escape(node.text ?? ''),
    )
  }
  const inner = node.children.map((child) => nodeHtml(child, page, page.attributesOf(child))).join('')
  const spec = drawNode[node.type.name]?.(node)
  // An empty paragraph keeps its line, as in the editor.
  return spec ? specHtml(spec, node.isTextblock && inner === '' ? '<br>' : inner, extra) : inner
}

/** An output spec is a tag, perhaps attributes, and what stands inside; 0 is the place of the content. */
function specHtml(spec: DOMOutputSpec, inner: string, extra: Record<string, string> = {}): string {
  if (typeof spec === 'string') return escape(spec)
  if (!Array.isArray(spec)) return inner
  const [tag, second, ...rest]: unknown[] = spec
  const hasAttributes = isPlainObject(second)
  const attributes = Object.entries({ ...(hasAttributes ? second : {}), ...extra })
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('')
  const name = String(tag)
  if (VOID_ELEMENTS.has(name)) return `<${name}${attributes}>`
  const children = hasAttributes ? rest : second === undefined ? [] : [second, ...rest]
  return `<${name}${attributes}>${children.map((child) => childHtml(child, inner)).join('')}</${name}>`
}

function childHtml(child: unknown, inner: string): string {
  if (child === 0) return inner
  if (typeof child === 'string') return escape(child)
  return Array.isArray(child) && typeof child[0] === 'string' ? specHtml([child[0], ...child.slice(1)], inner) : ''
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
