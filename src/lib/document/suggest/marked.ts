/**
 * A text marked up for print: what would go is struck through, what would come stands underlined beside it. Numbers are those
 * of the text as it is.
 */
import type * as Y from 'yjs'
import { fieldsMap, fieldsSchema, setField } from '../fields.ts'
import type { BodyNode, Fields } from '../model.ts'
import { blockOf, idOf } from './blocks.ts'
import type { Standing } from './final.ts'
import { forgetPlaces, insertText, insertTypes } from './items.ts'
import { isLine, type Letter, lettersOf } from './letters.ts'
import { elementAt, linesIn, placeOf, spotOf, standingLetters } from './places.ts'
import { type Change, runsOf } from './shapes.ts'

const STRUCK = 'strike'
const UNDERLINED = 'underline'
/** Where a line is cut, or joined to the one before it. */
const LINE_END = '¶'

/** Draws all of them into the text; those that are lost are left out. */
export function markUp(doc: Y.Doc, open: readonly Standing[]): void {
  for (const { client, changes } of open) {
    doc.clientID = client
    for (const change of changes) doc.transact((tr) => mark(tr, change))
  }
}

function mark(tr: Y.Transaction, change: Change): void {
  const { doc } = tr
  switch (change.is) {
    case 'words': {
      const place = placeOf(doc, change)
      if (!place) return
      const put = underlined(change.put)
      if (put.length > 0) insertText(tr, spotOf(doc, place), put)
      return strike(doc, place.removed)
    }
    case 'blocks': {
      insertTypes(tr, doc.getXmlFragment('body'), change, change.put.map(uncounted).map(blockOf))
      for (const id of change.removed) {
        const block = elementAt(doc, id)
        if (block) for (const line of isLine(block) ? [block] : linesIn(block)) strike(doc, lettersOf(line))
      }
      return
    }
    case 'split': {
      const { line, after, before, around } = change
      const place = placeOf(doc, { line, after, before, around })
      if (place) insertText(tr, spotOf(doc, place), underlined([{ type: 'text', text: LINE_END }]))
      return
    }
    case 'join': {
      const next = elementAt(doc, change.next)
      const [first] = next && isLine(next) ? lettersOf(next) : []
      if (!next || !first) return
      const place = { line: next, letters: lettersOf(next), at: 0, removed: [], after: null, before: idOf(first) }
      insertText(tr, spotOf(doc, place), [{ type: 'text', text: LINE_END, marks: [{ type: STRUCK }] }])
      return
    }
    case 'field': {
      const { name, was, put } = change
      if (!isField(name)) return
      const both = fieldsSchema.shape[name].safeParse([was, put].filter(Boolean).join(' → '))
      if (both.success) setField(fieldsMap(doc), name, both.data) // a choice has no two at once
      return
    }
    case 'look':
    case 'form':
      return // there is nothing that could be struck through
  }
}

const isField = (name: string): name is keyof Fields => Object.hasOwn(fieldsSchema.shape, name)

function strike(doc: Y.Doc, letters: readonly Letter[]): void {
  for (const { text, index } of standingLetters(doc, runsOf(letters))) {
    forgetPlaces(text)
    text.format(index, 1, { [STRUCK]: {} })
  }
}

/** Its words alone: another inline node would have the letters behind it written anew. */
const underlined = (content: readonly BodyNode[]): BodyNode[] =>
  content.flatMap(({ text, marks = [] }) =>
    text === undefined
      ? []
      : [{ type: 'text', text, marks: [...marks.filter(({ type }) => type !== UNDERLINED), { type: UNDERLINED }] }],
  )

/** A clause that would come takes no number from those that are there. */
function uncounted(block: BodyNode): BodyNode {
  const own = block.type === 'clause' || block.type === 'appendix' ? { type: 'paragraph' } : block
  return { ...own, ...(block.content && { content: marked(block.content) }) }
}

function marked(content: readonly BodyNode[]): BodyNode[] {
  return content.map((node) => {
    if (node.text !== undefined) return underlined([node])[0] ?? node
    return node.content ? { ...node, content: marked(node.content) } : node
  })
}
