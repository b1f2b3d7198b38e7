/**
 * Tracked changes of a file as suggestions. The text of the draft is the file without them; for each author it is read once
 * more with theirs. What differs is what they suggest: so two authors never become one, and accepting all of one author's
 * gives what Word gives. That is looked at before it is promised.
 */
import { updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { compare as compareTexts, isEqual } from '../../src/lib/document/compare/compare.ts'
import type { Piece } from '../../src/lib/document/compare/entry.ts'
import { isLine, joined } from '../../src/lib/document/compare/line.ts'
import { wordsOfDocument } from '../../src/lib/document/compare/origin.ts'
import { changeTowards } from '../../src/lib/document/compare/toward.ts'
import { fieldsSchema } from '../../src/lib/document/fields.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import type { BodyNode, OfficialDocument } from '../../src/lib/document/model.ts'
import { normalBody, readDocument } from '../../src/lib/document/read.ts'
import { newText } from '../../src/lib/document/seed.ts'
import { nodeOf } from '../../src/lib/document/shared-form.ts'
import { apply, remap, stands } from '../../src/lib/document/suggest/apply.ts'
import { type Block, blocksIn, idOf } from '../../src/lib/document/suggest/blocks.ts'
import { compare } from '../../src/lib/document/suggest/compare.ts'
import { isSuggestedField } from '../../src/lib/document/suggest/fields.ts'
import { placeIn } from '../../src/lib/document/suggest/hunks.ts'
import { lettersOf } from '../../src/lib/document/suggest/letters.ts'
import { normalChanges } from '../../src/lib/document/suggest/normal.ts'
import { type Change, changesShape } from '../../src/lib/document/suggest/shapes.ts'
import { toldOf } from '../../src/lib/document/suggest/words.ts'
import type { BroughtFields, Variant } from './shapes.ts'

type Words = Pick<Variant, 'fields' | 'blocks'>

/** A text with these words, as a draft of this kind would have it. */
export function textOf({ fields, blocks }: Words, kind: KindId): Uint8Array {
  const known = { ...fieldsSchema.parse({ kind }), ...stringsOf(fields) }
  const doc = newText({ fields: known, body: normalBody({ type: 'doc', content: blocks }) })
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return state
}

/**
 * Whether all of these, one after the other, give the words that the file has with all of them: none twice and none too few.
 * Where two authors have changed one place, a line may be cut elsewhere.
 */
export function agree(text: Uint8Array, base: Words, wanted: Words, suggestions: readonly Change[][]): boolean {
  const doc = opened(text)
  try {
    const words = (document: OfficialDocument) => wordsOfDocument(document).toSorted().join(' ')
    return words(accepted(text, suggestions)) === words(targetOf(readDocument(doc), base, wanted))
  } catch {
    return false // they are read as accepted, and that is told
  } finally {
    doc.destroy()
  }
}

/** The suggestions of one author about a text that began with `base`. Null where they do not give what the file says. */
export function suggestionsOf(text: Uint8Array, base: Words, wanted: Words): Change[][] | null {
  return tried(text, base, wanted, true) ?? tried(text, base, wanted, false)
}

/** `isFine`: each change of a line by itself. */
function tried(text: Uint8Array, base: Words, wanted: Words, isFine: boolean): Change[][] | null {
  const [doc, copy] = [opened(text), opened(text)]
  try {
    const present = readDocument(doc)
    const target = targetOf(present, base, wanted)
    if (isFine) {
      cutAndJoin(copy, present, target)
      stepwise(copy, readDocument(copy), target)
    }
    changeTowards(copy, target)
    const found = compare(doc, copy).map((changes) => normalChanges(changesShape.parse(changes)))
    return isEqual(accepted(text, found), target) ? found : null
  } catch {
    return null // what it is about stays in the text, and is told
  } finally {
    doc.destroy()
    copy.destroy()
  }
}

function opened(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  doc.getXmlFragment('body')
  return doc
}

/** The words of the file with this author's changes; clauses are those of the text, under their ids. */
function targetOf(present: OfficialDocument, base: Words, { fields, blocks }: Words): OfficialDocument {
  const body = normalBody({ type: 'doc', content: blocks })
  const content = [...(body.content ?? [])]
  for (const entry of compareTexts(present, { fields: present.fields, body }).entries) {
    if (entry.is !== 'same' && entry.is !== 'changed') continue
    const id = present.body.content?.[entry.before]?.attrs?.id
    const block = content[entry.after]
    if (typeof id === 'string' && block?.attrs && 'id' in block.attrs)
      content[entry.after] = { ...block, attrs: { ...block.attrs, id } }
  }
  const [before, after] = [stringsOf(base.fields), stringsOf(fields)]
  // Who signs is a person of the house, and nobody is made one by a file.
  const names = Object.keys({ ...before, ...after }).filter(
    (name) => isSuggestedField(name) && before[name] !== after[name],
  )
  const changed = Object.fromEntries(names.map((name) => [name, after[name]]))
  return { ...present, fields: fieldsSchema.parse({ ...present.fields, ...changed }), body: { ...body, content } }
}

const stringsOf = (fields: BroughtFields): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Lines that were cut in two, or joined: as such, for else the words of a half would go, and come as a line of their own. */
function cutAndJoin(copy: Y.Doc, present: OfficialDocument, target: OfficialDocument): void {
  const [old, now] = [present.body.content ?? [], target.body.content ?? []]
  const blocks = blocksIn(copy.getXmlFragment('body'))
  const pairs = compareTexts(present, target).entries.flatMap((entry) =>
    (entry.is === 'same' || entry.is === 'changed') && !entry.isMoved ? [[entry.before, entry.after] as const] : [],
  )
  const [taken, known] = [new Set(pairs.map(([at]) => at)), new Set(pairs.map(([, at]) => at))]
  const acts = pairs.flatMap(([before, after]): Change[] => {
    const [was, is] = [old[before], now[after]]
    if (!was || !is || !isLine(was) || !isLine(is)) return []
    for (const at of [after, after - 1]) {
      const [first, second] = [now[at], now[at + 1]]
      const isNew = !known.has(at === after ? at + 1 : at)
      if (isNew && first && second && isLine(first) && isLine(second) && flat(was) === flat(first) + flat(second))
        return cutOf(blocks[before], flat(first).length, second)
    }
    for (const at of [before, before - 1]) {
      const [first, second] = [old[at], old[at + 1]]
      const isGone = !taken.has(at === before ? at + 1 : at)
      const [one, other] = [blocks[at], blocks[at + 1]]
      if (
        isGone &&
        first &&
        second &&
        one &&
        other &&
        isLine(first) &&
        isLine(second) &&
        flat(is) === flat(first) + flat(second)
      )
        return [{ is: 'join', line: idOf(one), next: idOf(other), was: { ...second, content: [] } }]
    }
    return []
  })
  copy.transact((tr) => {
    for (const act of acts) apply(tr, [act])
  })
}

function cutOf(block: Block | undefined, length: number, second: BodyNode): Change[] {
  if (!block) return []
  const letters = lettersOf(block.type)
  let at = 0
  for (let seen = 0; seen < length && at < letters.length; at++) if (!/^\s$/.test(letters[at]?.value ?? '')) seen++
  // A blank at the cut ends the first line.
  while (/^\s$/.test(letters[at]?.value ?? '')) at++
  return [{ is: 'split', ...placeIn(idOf(block), letters, at, at), put: { ...second, content: [] } }]
}

/** The letters of a line without blanks, which Word and the reader treat as they like; one for anything else. */
const flat = ({ content = [] }: BodyNode): string =>
  content.map(({ text }) => (text === undefined ? '\uFFFC' : text.replaceAll(/\s+/g, ''))).join('')

/** Each change of a line by itself: all of them at once would be one from the first to the last. */
function stepwise(copy: Y.Doc, present: OfficialDocument, target: OfficialDocument): void {
  const elements = copy.getXmlFragment('body').toArray()
  copy.transact(() => {
    for (const entry of compareTexts(present, target).entries) {
      if (entry.is !== 'changed' || entry.isMoved || entry.within.is !== 'line' || entry.within.isRewritten) continue
      const old = present.body.content?.[entry.before]
      const element = elements[entry.before]
      if (!old || !isLine(old) || !(element instanceof Y.XmlElement)) continue
      const { pieces } = entry.within
      for (let at = pieces.length - 1; at >= 0; at--) {
        if (pieces[at]?.is === 'same') continue
        // What goes and comes at one place is one change.
        if (pieces[at]?.is === 'in' && pieces[at - 1]?.is === 'out') at--
        const content = joined([...pieces.slice(0, at).flatMap(before), ...pieces.slice(at).flatMap(after)])
        updateYFragment(copy, element, nodeOf({ ...old, content }), { mapping: new Map(), isOMark: new Map() })
      }
    }
  })
}

const before = (piece: Piece): BodyNode[] => (piece.is === 'in' ? [] : piece.is === 'form' ? piece.before : piece.nodes)
const after = (piece: Piece): BodyNode[] => (piece.is === 'out' ? [] : piece.nodes)

function accepted(text: Uint8Array, suggestions: readonly Change[][]): OfficialDocument {
  const doc = opened(text)
  let open = [...suggestions]
  for (let next = open.shift(); next; next = open.shift()) {
    const changes = next
    if (!stands(doc, changes)) continue
    // What comes to one place stands there by the number of its client.
    doc.clientID++
    const moved = doc.transact((tr) => apply(tr, changes))
    open = open.map((list) => list.map((change) => remap(change, moved)))
  }
  const read = readDocument(doc)
  doc.destroy()
  return read
}

export interface Placed {
  changes: Change[]
  /** When it was made: what the change of the file says that has its words, else the last one of its author. Null where none says it. */
  at: Date | null
  /** Among all changes of the file. */
  place: number
}

/** Where the suggestions of one author, in the order of the text, stand in the file. */
export function placesOf(suggestions: readonly Change[][], when: Variant['when']): Placed[] {
  const last = when.map(({ date }) => instant(date)).findLast((date) => date !== null) ?? null
  let [from, place] = [0, 0]
  return suggestions.map((changes) => {
    const { was, put } = toldOf(changes)
    const isIt = ({ words }: Variant['when'][number]) => words !== '' && [was, put].some((text) => text.includes(words))
    const next = when.findIndex((one, at) => at >= from && isIt(one))
    const found = next < 0 ? when.findIndex(isIt) : next
    if (next >= 0) from = next
    place = when[found]?.place ?? place
    return { changes, at: instant(when[found]?.date) ?? last, place }
  })
}

/** As they stand in the file; those of one author keep their order. */
export const inFileOrder = <One extends { place: number }>(all: readonly One[]): One[] =>
  all.toSorted((a, b) => a.place - b.place)

/** Word began in 1983; what lies ahead of us is a clock that goes wrong. */
const FIRST = Date.UTC(1983, 0)

export function instant(date: string | undefined): Date | null {
  const time = Date.parse(date ?? '')
  return time >= FIRST && time <= Date.now() ? new Date(time) : null
}
