/**
 * From a live text towards another as a change like any other (docs/decisions/0017-versions.md): only what differs is
 * touched, in the very blocks that stand there, so that carets, comments and what colleagues are typing stay.
 */
import { prosemirrorJSONToYXmlFragment, updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { fieldsMap, setField } from '../fields.ts'
import type { BodyNode, Fields, OfficialDocument } from '../model.ts'
import { clauseLevel, rank } from '../nodes/clause.ts'
import { readDocument } from '../read.ts'
import { schema } from '../schema.ts'
import { nodeOf, sharedForm } from '../shared-form.ts'
import { giveTexts } from '../shared-texts.ts'
import { compare, isEqual } from './compare.ts'

type Text = Pick<OfficialDocument, 'fields' | 'body'>

/** The change, or null where nothing differs. Throws InvalidDocument where the live text cannot be read. */
export function changeTowards(ydoc: Y.Doc, wanted: Text): Uint8Array | null {
  const present = readDocument(ydoc)
  if (isEqual(present, wanted)) return null
  const changes: Uint8Array[] = []
  const listen = (update: Uint8Array) => void changes.push(update)
  ydoc.on('update', listen)
  ydoc.transact(() => {
    reshape(ydoc, present, wanted)
    setFields(fieldsMap(ydoc), present.fields, wanted.fields)
  })
  ydoc.off('update', listen)
  if (!isEqual(readDocument(ydoc), wanted)) throw new Error('the text did not become what was wanted')
  return Y.mergeUpdates(changes)
}

function reshape(ydoc: Y.Doc, present: Text, wanted: Text): void {
  const body = ydoc.getXmlFragment('body')
  const blocks = wanted.body.content ?? []
  /** Of the new text by index: where the block stands now; those that moved are written anew, since Yjs knows no moving. */
  const stays = new Map<number, { before: number; isSame: boolean }>()
  for (const entry of compare(present, wanted).entries) {
    if (entry.is !== 'same' && entry.is !== 'changed') continue
    const isInPlace = entry.is === 'same' || isLineOf(entry.old.type) === isLineOf(entry.new.type)
    if (!entry.isMoved && isInPlace) stays.set(entry.after, { before: entry.before, isSame: entry.is === 'same' })
  }
  const kept = new Set([...stays.values()].map(({ before }) => before))
  const elements = body.toArray()
  for (let index = elements.length - 1; index >= 0; index--) if (!kept.has(index)) body.delete(index, 1)
  const copies = copiesOf(blocks.filter((_, index) => !stays.has(index)))
  for (const [index, block] of blocks.entries()) {
    const stay = stays.get(index)
    const element = stay && elements[stay.before]
    if (!stay) body.insert(index, copies.splice(0, 1))
    else if (!stay.isSame && element instanceof Y.XmlElement) {
      updateYFragment(ydoc, element, nodeOf(block), { mapping: new Map(), isOMark: new Map() })
      giveTexts([element], schema)
    }
  }
}

const HELD = new Set(['table', 'image', 'pageBreak'])
/** In the shared text every line is a node of one type, whatever its role. */
const isLineOf = (type: string): string => (HELD.has(type) ? type : 'line')

/** Blocks of the shared text without a history. */
function copiesOf(blocks: readonly BodyNode[]): (Y.XmlElement | Y.XmlText)[] {
  const made = new Y.Doc()
  const fragment = made.getXmlFragment('body')
  prosemirrorJSONToYXmlFragment(schema, sharedForm({ type: 'doc', content: [...blocks] }), fragment)
  giveTexts(fragment.toArray(), schema)
  return fragment.toArray().flatMap((block) => (block instanceof Y.XmlHook ? [] : [block.clone()]))
}

function setFields(map: Y.Map<unknown>, present: Fields, wanted: Fields): void {
  for (const name of Object.keys({ ...present, ...wanted }).filter(isFieldOf(present, wanted))) {
    if (present[name] === wanted[name]) continue
    if (wanted[name] === undefined) map.delete(name)
    else setField(map, name, wanted[name])
  }
}

const isFieldOf =
  (...all: Fields[]) =>
  (name: string): name is keyof Fields =>
    all.some((fields) => name in fields)

/**
 * The present text with one clause, and all that stands in it, as an earlier text has it: in its place, or, where it is
 * gone, behind what it stood behind. Null when the earlier text has no such clause.
 */
export function withClause(present: Text, earlier: Text, id: string): Text | null {
  const [now, old] = [present.body.content ?? [], earlier.body.content ?? []]
  const from = placeOf(old, id)
  if (from < 0) return null
  const clause = old.slice(from, endOf(old, from))
  const at = placeOf(now, id)
  const [begin, end] = at < 0 ? [behind(now, old, from), behind(now, old, from)] : [at, endOf(now, at)]
  const brought = new Set(clause.map(idOf))
  // A part of it that stands elsewhere now would stand twice.
  const without = (blocks: readonly BodyNode[]) =>
    blocks.filter((block) => idOf(block) === null || !brought.has(idOf(block)))
  const content = [...without(now.slice(0, begin)), ...clause, ...without(now.slice(end))]
  return { fields: present.fields, body: { ...present.body, content } }
}

const idOf = ({ attrs }: BodyNode): string | null =>
  typeof attrs?.id === 'string' && attrs.id !== '' ? attrs.id : null
const placeOf = (blocks: readonly BodyNode[], id: string) => blocks.findIndex((block) => idOf(block) === id)

/** Behind all that stands in the clause at `from`. */
function endOf(blocks: readonly BodyNode[], from: number): number {
  const head = blocks[from]
  const isAppendix = head?.type === 'appendix'
  const depth = rank(clauseLevel(head?.attrs?.level))
  for (let index = from + 1; index < blocks.length; index++) {
    const block = blocks[index]
    if (block?.type === 'appendix') return index
    if (!isAppendix && block?.type === 'clause' && rank(clauseLevel(block.attrs?.level)) <= depth) return index
  }
  return blocks.length
}

/** Behind the nearest clause before it, with all that stands in that one, which the present text still has. */
function behind(now: readonly BodyNode[], old: readonly BodyNode[], from: number): number {
  const depth = rank(clauseLevel(old[from]?.attrs?.level))
  for (let index = from - 1; index >= 0; index--) {
    const block = old[index]
    const id = block ? idOf(block) : null
    const at = id === null ? -1 : placeOf(now, id)
    if (at < 0) continue
    const isAround = block?.type !== 'appendix' && rank(clauseLevel(block?.attrs?.level)) < depth
    return isAround ? at + 1 : endOf(now, at)
  }
  const first = now.findIndex(({ type }) => type === 'clause' || type === 'appendix')
  return first < 0 ? now.length : first
}
