/**
 * Comments stay on their words, whatever is done to these: on the page of who does it, on a colleague's, and for a reader
 * who comes later. Seeded; a failure names its seed and step: ANCHOR_SEED=<seed> plays it again, ANCHOR_RUNS says how
 * many seeds are drawn.
 */
import { type Node, Slice } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import { redo, undo } from '@tiptap/y-tiptap'
import * as prng from 'lib0/prng'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { strangerIn } from '../../server/collab/bytes/names.ts'
import { parseUpdate } from '../../server/collab/bytes/update.ts'
import type { Spoken } from '../../src/lib/document/anchors/anchor.ts'
import { Letters, lettersIn } from '../../src/lib/document/anchors/letters.ts'
import { judge } from '../../src/lib/document/judge.ts'
import { seedUpdate } from '../../src/lib/document/seed.ts'
import { NAMES } from '../../src/lib/document/sound/names.ts'
import { cell, clause, p, row, signer, sonLa, table } from '../../src/lib/document/testing.ts'
import {
  anchorSelection,
  type Highlight,
  highlights,
  highlightsKey,
  searchedIn,
} from '../../src/lib/editor/core/highlights.ts'
import { endUndoStep } from '../../src/lib/editor/core/undo.ts'
import { moveClause } from '../../src/lib/editor/structure/move.ts'
import { WHOLE } from '../whole.ts'
import * as acts from './document/acts.ts'
import { type Client, createClient } from './document/client.ts'

const RUNS = Number(process.env.ANCHOR_RUNS ?? (WHOLE ? 100 : 12))
const STEPS = 60
const firstSeed = Number(process.env.ANCHOR_SEED ?? 1)
const seeds = process.env.ANCHOR_SEED ? [firstSeed] : Array.from({ length: RUNS }, (_, run) => firstSeed + run)

type Act = acts.Act

/** Textblocks with something in them, and where their content begins. */
function lines(doc: Node): { node: Node; start: number }[] {
  const found: { node: Node; start: number }[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock && node.content.size > 0) found.push({ node, start: pos + 1 })
    return !node.isTextblock
  })
  return found
}

const oneOf = <T>(random: prng.PRNG, items: readonly T[]): T | undefined =>
  items.length === 0 ? undefined : items[prng.uint32(random, 0, items.length - 1)]

function cut(random: prng.PRNG, doc: Node): { from: number; to: number } | null {
  const line = oneOf(random, lines(doc))
  if (!line) return null
  const from = prng.uint32(random, 0, line.node.content.size - 1)
  return { from: line.start + from, to: line.start + prng.uint32(random, from + 1, line.node.content.size) }
}

/** As the clipboard brings them: the same words, other nodes. */
const copied = (doc: Node, from: number, to: number) => Slice.fromJSON(doc.type.schema, doc.slice(from, to).toJSON())

const join: Act = ({ state, dispatch }, random) => {
  const places = state.doc.children.flatMap((node, index) => {
    const before = index > 0 ? state.doc.child(index - 1) : null
    return before?.isTextblock && node.isTextblock ? [index] : []
  })
  const index = oneOf(random, places)
  if (index === undefined) return
  const pos = state.doc.children.slice(0, index).reduce((sum, node) => sum + node.nodeSize, 0)
  dispatch(state.tr.join(pos))
}

const cutAndPaste: Act = (client, random) => {
  const part = cut(random, client.state.doc)
  if (!part) return
  const slice = copied(client.state.doc, part.from, part.to)
  client.dispatch(client.state.tr.delete(part.from, part.to))
  const line = oneOf(random, lines(client.state.doc))
  const at = line ? line.start + prng.uint32(random, 0, line.node.content.size) : 1
  client.dispatch(client.state.tr.replaceRange(at, at, slice))
}

const drag: Act = ({ state, dispatch }, random) => {
  const part = cut(random, state.doc)
  const line = oneOf(random, lines(state.doc))
  if (!part || !line) return
  const at = line.start + prng.uint32(random, 0, line.node.content.size)
  if (at > part.from && at < part.to) return
  const tr = state.tr.delete(part.from, part.to)
  dispatch(tr.replaceRange(tr.mapping.map(at), tr.mapping.map(at), copied(state.doc, part.from, part.to)))
}

const cutAndPasteLine: Act = (client, random) => {
  const { doc } = client.state
  if (doc.childCount < 4) return
  const index = prng.uint32(random, 0, doc.childCount - 1)
  const node = doc.child(index)
  const pos = doc.children.slice(0, index).reduce((sum, one) => sum + one.nodeSize, 0)
  const copy = doc.type.schema.nodeFromJSON(node.toJSON())
  client.dispatch(client.state.tr.delete(pos, pos + node.nodeSize))
  const before = prng.uint32(random, 0, client.state.doc.childCount)
  const at = client.state.doc.children.slice(0, before).reduce((sum, one) => sum + one.nodeSize, 0)
  client.dispatch(client.state.tr.insert(at, copy))
}

/** A line is written anew by a command that does not care for its parts. */
const remake: Act = ({ state, dispatch }, random) => {
  const index = prng.uint32(random, 0, state.doc.childCount - 1)
  const node = state.doc.child(index)
  const pos = state.doc.children.slice(0, index).reduce((sum, one) => sum + one.nodeSize, 0)
  dispatch(state.tr.replaceWith(pos, pos + node.nodeSize, state.schema.nodeFromJSON(node.toJSON())))
}

const move: Act = (client, random) => {
  const line = oneOf(random, lines(client.state.doc))
  if (!line) return
  client.dispatch(client.state.tr.setSelection(TextSelection.create(client.state.doc, line.start)))
  moveClause(prng.bool(random) ? 1 : -1)(client.state, client.dispatch)
}

const undoOne: Act = ({ state }) => void undo(state)
const redoOne: Act = ({ state }) => void redo(state)

const everything: [string, Act][] = [
  ...Object.entries(acts).flatMap(([name, act]): [string, Act][] =>
    name === 'createLetters' ? [] : [[name, act as Act]],
  ),
  ...Object.entries({ join, cutAndPaste, drag, cutAndPasteLine, remake, move }),
  ...Object.entries({ splitAgain: acts.splitAnywhere, joinAgain: join, moveAgain: move }),
  ...Object.entries({ undoOne, undoTwo: undoOne, undoThree: undoOne, redoOne }),
]

interface Thread extends Highlight {
  /** All that its words have been. */
  words: string[]
}

interface Session {
  clients: Client[]
  threads: Thread[]
  letters: acts.Letters
}

function begin(random: prng.PRNG): Session {
  const letters = acts.createLetters()
  const words = () => Array.from({ length: prng.uint32(random, 4, 14) }, () => letters.next()).join('')
  const blocks = [
    ...Array.from({ length: 8 }, () => (prng.bool(random) ? p(words()) : clause('dieu', words()))),
    table(row(cell(words()), cell(words())), row(cell(words()), cell(words()))),
    ...Array.from({ length: 4 }, () => p(words())),
  ]
  const initial = seedUpdate({ kind: 'quyet-dinh', office: sonLa, signer, blocks })
  const clients = [1, 2, 3].map((id) => createClient(id, initial, [highlights()]))
  return { clients, threads: [], letters }
}

const spoken = ({ id, anchor, quote, kind, isShown }: Thread): Highlight => ({ id, anchor, quote, kind, isShown })

function speak({ clients, threads }: Session, random: prng.PRNG): void {
  const client = oneOf(random, clients)
  const line = client && oneOf(random, lines(client.state.doc))
  if (!client || !line) return
  const from = line.start + prng.uint32(random, 0, line.node.content.size - 1)
  const to = Math.min(client.state.doc.content.size, from + prng.uint32(random, 1, prng.bool(random) ? 4 : 20))
  const selection = TextSelection.between(client.state.doc.resolve(from), client.state.doc.resolve(to))
  client.dispatch(client.state.tr.setSelection(selection))
  const anchored = anchorSelection(client.state)
  if (!anchored) return
  const id = crypto.randomUUID()
  threads.push({ id, kind: 'thread', isShown: true, ...anchored, words: [lettersIn(anchored.quote)] })
  for (const one of clients) one.dispatch(one.state.tr.setMeta(highlightsKey, { wanted: threads.map(spoken) }))
}

function deliver(clients: readonly Client[]): void {
  for (const from of clients) {
    for (const update of from.sent.splice(0)) {
      expect(strangerIn(parseUpdate(Buffer.from(update)), NAMES)).toBeNull()
      for (const to of clients) if (to !== from) to.receive(update)
    }
  }
}

/** What a page does when nobody types for a moment. */
function settle({ state, dispatch }: Client): void {
  dispatch(state.tr.setMeta(highlightsKey, {}))
}

function search(client: Client): void {
  const following = searchedIn(client.state)
  if (following) client.dispatch(client.state.tr.setMeta(highlightsKey, { following }))
}

const wordsOf = ({ state }: Client, { id }: Spoken): string | null => {
  const place = highlightsKey.getState(state)?.following.places.get(id)
  return place ? Letters.of(state.doc).words(place) : null
}

const placesOf = ({ state }: Client) =>
  [...(highlightsKey.getState(state)?.following.places ?? [])]
    .map(([id, { from, to }]) => ({ id, ...Letters.of(state.doc).trimmed({ from, to }) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))

function reader({ clients, threads }: Session): Client {
  const [first] = clients
  const reader = createClient(99, first ? Y.encodeStateAsUpdate(first.ydoc) : new Uint8Array(), [highlights()])
  reader.dispatch(reader.state.tr.setMeta(highlightsKey, { wanted: threads.map(spoken) }))
  return reader
}

function settleAll(session: Session): void {
  for (const client of session.clients) settle(client)
  for (const client of session.clients) search(client)
}

/** Every page, and one that is opened now, shows the same. */
function expectAlike(session: Session, what: string): void {
  const late = reader(session)
  const expected = placesOf(late)
  for (const client of session.clients) expect(placesOf(client), what).toEqual(expected)
  late.destroy()
}

/** `typed`: what was typed over a part of the words belongs to them. */
function expectOnWords({ clients, threads }: Session, what: string, typed: readonly string[]): void {
  const [first] = clients
  if (!first) return
  const all = Letters.of(first.state.doc).text
  for (const thread of threads) {
    const now = wordsOf(first, thread)
    const last = thread.words.at(-1) ?? ''
    // Exactly its words, or longer ones that they have been.
    const whole = thread.words.filter((words) => words.length >= last.length && all.includes(words))
    const known = [...thread.words, ...typed].join('')
    const left = [...last].filter((letter) => all.includes(letter))
    const told = `${what}: ${thread.words.join(' → ')} is on ${now}`
    if (whole.length > 0 && what.includes('undo') && now !== null)
      expect(
        whole.some((words) => now.includes(words)),
        told,
      ).toBe(true) // and what others put between meanwhile
    else if (whole.length > 0) expect(whole, told).toContain(now)
    else if (now === null) expect(left, told).toEqual([])
    else {
      expect(
        [...now].filter((letter) => last.includes(letter)),
        told,
      ).not.toEqual([])
      expect(known, told).toContain(now[0])
      expect(known, told).toContain(now.at(-1))
    }
    if (now !== null && now !== last) thread.words.push(now)
  }
}

function act(session: Session, random: prng.PRNG): string {
  const [name, one] = oneOf(random, everything) ?? ['', () => undefined]
  const client = oneOf(random, session.clients)
  if (!client) return name
  endUndoStep(client.state)
  one(client, random, session.letters)
  endUndoStep(client.state)
  return name
}

const end = ({ clients }: Session) => clients.forEach((client) => client.destroy())

describe.each(seeds)('seed %i', (seed) => {
  test('after each act every comment is on its words, on every page and for who comes later', () => {
    const random = prng.create(seed)
    const session = begin(random)
    for (let step = 0; step < STEPS; step++) {
      if (step % 6 === 0) {
        speak(session, random)
        deliver(session.clients)
      }
      const old = session.letters.typed.length
      const name = act(session, random)
      deliver(session.clients)
      settleAll(session)
      expectAlike(session, `step ${step}, ${name}`)
      expectOnWords(session, `step ${step}, ${name}`, session.letters.typed.slice(old))
    }
    const [first] = session.clients
    if (first) expect(judge([Y.encodeStateAsUpdate(first.ydoc)])).toEqual({ is: 'sound' })
    end(session)
  })

  test('people who see each other late agree in the end where every comment is, and on words of its own', () => {
    const random = prng.create(seed)
    const session = begin(random)
    for (let step = 0; step < STEPS; step++) {
      if (step % 10 === 0) {
        deliver(session.clients)
        speak(session, random)
      }
      act(session, random)
      if (prng.uint32(random, 0, 9) === 0) deliver(session.clients)
    }
    deliver(session.clients)
    settleAll(session)
    expectAlike(session, 'in the end')
    end(session)
  })
})
