/**
 * A text marked up for print: what would go is struck through, what would come stands underlined beside it. What would only look
 * or stand otherwise, and what a line would be called, is said in words beside it. Numbers are those of the text as it is.
 */
import * as Y from 'yjs'
import { fieldsMap, fieldsSchema, readFields, setField } from '../fields.ts'
import type { BodyNode, Fields } from '../model.ts'
import { bodyLabels } from '../numbering.ts'
import { citations } from '../references.ts'
import { type Block, blockOf, blocksIn, idOf, plainBlock } from './blocks.ts'
import { parentOf } from './exact.ts'
import { finalText, type Standing } from './final.ts'
import { forgetPlaces, insertText, insertTypes } from './items.ts'
import { isLine, type Letter, lettersOf } from './letters.ts'
import { elementAt, lettersAt, type LinePlace, linesIn, placeOf, spotOf, standingLetters } from './places.ts'
import { type Change, type Id, keyOf, runsOf } from './shapes.ts'
import { asTheyStand } from './travel.ts'
import { type Cite, wordsIn } from './words.ts'

const STRUCK = 'strike'
const UNDERLINED = 'underline'
/** Where a line is cut, or joined to the one before it. */
const LINE_END = '¶'

/** One to be drawn; of each of its changes what is said where nothing can be struck out or put in, else nothing. */
export interface Marked extends Standing {
  notes: readonly string[]
}

/** Draws all of them into the text; those that are lost are left out. */
export function markUp(doc: Y.Doc, open: readonly Marked[]): void {
  const numbers = newNumbers(doc, open)
  const own = doc.clientID
  for (const { client, changes: suggested, notes } of open) {
    const changes = asTheyStand(doc, suggested)
    doc.clientID = client
    const labels = numbers.brought.get(client) ?? []
    // Where it brings other lines as well, which is which is not known.
    const isKnown = labels.length === changes.reduce((sum, change) => sum + broughtBy(change), 0)
    for (const [at, change] of changes.entries())
      doc.transact((tr) =>
        mark(tr, change, {
          note: notes[at] ?? '',
          labels: isKnown ? labels.splice(0, broughtBy(change)) : [],
          cite: numbers.cite,
        }),
      )
  }
  doc.clientID = own
  doc.transact((tr) => {
    for (const [line, label] of numbers.changed) say(tr, line, `→ ${label.replace(/[.)]$/, '')}`, 'front')
  })
}

const broughtBy = (change: Change): number => (change.is === 'blocks' && !change.parent ? change.put.length : 0)

/** What lines would be called: those that are there, if otherwise than now, and those that would come, by client. */
function newNumbers(doc: Y.Doc, open: readonly Standing[]) {
  const now = labelsOf(doc)
  const final = finalText(doc, open)
  const [changed, brought] = [new Map<Y.XmlElement, string>(), new Map<number, string[]>()]
  for (const [key, { client, label }] of labelsOf(final)) {
    const before = now.get(key)
    if (!before) brought.set(client, [...(brought.get(client) ?? []), label])
    else if (before.label !== label && before.label !== '' && label !== '') changed.set(before.type, label)
  }
  const cites = [citesOf(doc), citesOf(final)]
  final.destroy()
  const cite: Cite = (target) => cites.map((words) => words.get(target)).find((words) => words !== undefined)
  return { changed, brought, cite }
}

const bodyOf = (blocks: readonly Block[]): BodyNode => ({ type: 'doc', content: blocks.map(plainBlock) })
const kindOf = (doc: Y.Doc) => readFields(fieldsMap(doc)).kind
const citesOf = (doc: Y.Doc) => citations(bodyOf(blocksIn(doc.getXmlFragment('body'))), kindOf(doc))

function labelsOf(doc: Y.Doc) {
  const blocks = blocksIn(doc.getXmlFragment('body'))
  const labels = bodyLabels(bodyOf(blocks), kindOf(doc))
  return new Map(blocks.map((block, at) => [keyOf(block), { ...block, label: labels[at]?.label ?? '' }] as const))
}

interface Said {
  /** Where nothing can be struck out or put in. */
  note: string
  labels: readonly string[]
  cite: Cite
}

function mark(tr: Y.Transaction, change: Change, { note, labels, cite }: Said): void {
  const { doc } = tr
  switch (change.is) {
    case 'words': {
      const found = placeOf(doc, change)
      if (!found) return
      // Behind the mark of the cut whose second line begins with it.
      const ahead = change.leads ? found.letters[found.at - 1] : undefined
      const place = ahead ? { ...found, after: idOf(ahead) } : behindGone(found)
      const put = underlined(change.put, cite)
      if (put.length > 0) insertText(tr, spotOf(doc, place), put)
      return strike(doc, place.removed)
    }
    case 'blocks': {
      const put = change.put.map((block, at) => blockOf(uncounted(block, labels[at] ?? '')))
      const parent = parentOf(doc, change)
      if (parent) insertTypes(tr, parent, change, put)
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
    case 'look': {
      const last = lettersAt(doc, change.letters).at(-1)
      if (last) say(tr, last.line, note, last.letter)
      return
    }
    case 'form': {
      const block = elementAt(doc, change.block)
      if (!block) return
      const [line = null] = isLine(block) ? [block] : linesIn(block)
      if (line) say(tr, line, note, 'end')
      else if (block.parent instanceof Y.XmlFragment)
        insertTypes(tr, block.parent, { after: change.block, before: null }, [blockOf(spoken(note))])
    }
  }
}

/** What comes is read behind what goes, as on the page. */
function behindGone(place: LinePlace): LinePlace {
  const last = place.removed.at(-1)
  if (!last) return place
  const next = place.letters[place.letters.indexOf(last) + 1]
  return { ...place, after: idOf(last), before: next ? idOf(next) : null }
}

/** In brackets, in front of the letters of a line, behind them, or behind one of them. */
function say(tr: Y.Transaction, line: Y.XmlElement, note: string, where: Id | 'front' | 'end'): void {
  if (note === '') return
  const letters = lettersOf(line)
  const at =
    where === 'front'
      ? 0
      : where === 'end'
        ? letters.length
        : letters.findIndex(({ client, clock }) => client === where.client && clock === where.clock) + 1
  const [left, right] = [letters[at - 1], letters[at]]
  const place = { line, letters, at, removed: [], after: left ? idOf(left) : null, before: right ? idOf(right) : null }
  insertText(tr, spotOf(tr.doc, place), [{ type: 'text', text: at === 0 ? `[${note}] ` : ` [${note}]`, marks: SAID }])
}

const SAID = [{ type: 'italic' }, { type: UNDERLINED }]
const spoken = (note: string): BodyNode => ({
  type: 'paragraph',
  content: [{ type: 'text', text: `[${note}]`, marks: SAID }],
})

const isField = (name: string): name is keyof Fields => Object.hasOwn(fieldsSchema.shape, name)

function strike(doc: Y.Doc, letters: readonly Letter[]): void {
  for (const { text, index } of standingLetters(doc, runsOf(letters))) {
    forgetPlaces(text)
    text.format(index, 1, { [STRUCK]: {} })
  }
}

/** As words alone, a footnote and a reference too: another inline node would have the letters behind it written anew. */
const underlined = (content: readonly BodyNode[], cite?: Cite): BodyNode[] =>
  content.flatMap((node) => {
    const text = node.text ?? wordsIn([node], cite)
    const marks = [...(node.marks ?? []).filter(({ type }) => type !== UNDERLINED), { type: UNDERLINED }]
    return text === '' ? [] : [{ type: 'text', text, marks }]
  })

/** A clause that would come takes no number from those that are there: the one that it would have is part of its words. */
function uncounted(block: BodyNode, label: string): BodyNode {
  const isCounted = block.type === 'clause' || block.type === 'appendix'
  const number = isCounted && label !== '' ? underlined([{ type: 'text', text: `${label} ` }]) : []
  const content = [...number, ...marked(block.content ?? [])]
  return { ...(isCounted ? { type: 'paragraph' } : block), ...(content.length > 0 && { content }) }
}

function marked(content: readonly BodyNode[]): BodyNode[] {
  return content.map((node) => {
    if (node.text !== undefined) return underlined([node])[0] ?? node
    return node.content ? { ...node, content: marked(node.content) } : node
  })
}
