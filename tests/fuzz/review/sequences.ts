/**
 * SUG-1: what three people suggest through their editors, over everything that is tracked, and in which order it is decided.
 * Each sequence is drawn from its seed, and ends with the differences between what is and what should be: none.
 */
import type { Transaction } from '@tiptap/pm/state'
import * as prng from 'lib0/prng'
import * as Y from 'yjs'
import type { Open } from '../../../server/suggest/ground.ts'
import { FIRST_RESERVED_CLIENT } from '../../../src/lib/clients.ts'
import { fieldsMap, setField } from '../../../src/lib/document/fields.ts'
import { judge } from '../../../src/lib/document/judge.ts'
import type { BodyNode, TextField } from '../../../src/lib/document/model.ts'
import { seedUpdate } from '../../../src/lib/document/seed.ts'
import { Fork } from '../../../src/lib/document/suggest/fork.ts'
import { bold, cell, clause, image, p, ref, row, signer, sonLa, table } from '../../../src/lib/document/testing.ts'
import * as acts from '../document/acts.ts'
import { type Client, createClient } from '../document/client.ts'
import { Desk, kept, plain } from './desk.ts'

const AUTHORS = [0, 1, 2] as const
const MOST_ACTS = 8

/** What people do to words, marks, lines, clauses, tables, images, notes, references and breaks; typing most of all. */
const EVERYTHING: readonly acts.Act[] = [
  acts.type,
  acts.type,
  acts.type,
  acts.erase,
  acts.erase,
  acts.addMark,
  acts.insertAtom,
  acts.editFootnote,
  acts.insertBlock,
  acts.splitAnywhere,
  acts.changeLevel,
  acts.shift,
  acts.changeRole,
  acts.restart,
  acts.changeAlignment,
  acts.removeBlock,
  acts.moveBlock,
  acts.typeOver,
  acts.replaceEverywhere,
  acts.insertTable,
  acts.addRow,
  acts.addColumn,
  acts.removeRow,
  acts.removeColumn,
  acts.widen,
  acts.toggleHeader,
  acts.turnAppendix,
  acts.breakPage,
  acts.insertImage,
  acts.resizeImage,
  acts.removeImage,
  acts.undo,
  acts.redo,
]

/** What several people may do to one and the same line without excluding each other. */
const WORDS: readonly acts.Act[] = [acts.type, acts.type, acts.erase, acts.addMark]

/** Of the page: each author has some of their own, since two values of one field exclude each other. */
const FIELDS: readonly (readonly TextField[])[] = [
  ['subject', 'recipients'],
  ['addressees', 'contact'],
  ['capacity', 'draftingMark'],
]

export interface Outcome {
  /** Of what was to be equal: its name, and both. */
  differences: string[]
  suggestions: number
}

type Kind = (seed: number) => Outcome
const DRAWN: Record<string, Kind> = { alone, apart, together, mixed }
/** `undone` is not drawn by seeds: about one in a thousand still leaves a look behind. */
export const KINDS: Record<string, Kind> = { ...DRAWN, undone }

/** The sequence of a seed. */
export function sequence(seed: number): Outcome {
  const names = Object.keys(DRAWN)
  const name = names[seed % names.length] ?? 'alone'
  const outcome = KINDS[name]?.(seed) ?? { differences: ['no such kind'], suggestions: 0 }
  return { ...outcome, differences: outcome.differences.map((one) => `${name}, seed ${seed}: ${one}`) }
}

/** A part of a document with everything in it; `name` keeps its clauses and letters apart from other parts. */
function part(name: string): BodyNode[] {
  return [
    p(`Một hai ${name} ba bốn năm.`),
    clause('dieu', `Điều ${name} về aaa bbb ccc`, `d${name}1`),
    p(`Trước ${name} `, bold('đậm nét'), ' sau ', ref('dx'), ' hết.'),
    clause('khoan', [`Khoản ${name}`, { type: 'footnote', attrs: { text: `Chú ${name}` } }, ' của điều'], `k${name}1`),
    p(),
    table(row(cell(`ô ${name} một`), cell('ô hai')), row(cell('ô ba'), cell(`ô ${name} bốn`))),
    image({ alt: `Hình ${name}` }),
    clause('dieu', `Điều ${name} cuối`, `d${name}2`),
  ]
}

/** Under a client that is told: what comes to one place is ordered by these. */
function textOf(blocks: BodyNode[], client: number): Uint8Array {
  const [drawn, text] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(drawn, seedUpdate({ kind: 'quyet-dinh', office: sonLa, signer, blocks }))
  text.clientID = client
  text.transact(() => {
    const body = drawn.getXmlFragment('body').toArray()
    text.getXmlFragment('body').insert(
      0,
      body.flatMap((block) => (block instanceof Y.XmlElement ? [block.clone()] : [])),
    )
    for (const [name, value] of fieldsMap(drawn))
      fieldsMap(text).set(name, value instanceof Y.Text ? value.clone() : value)
  })
  return Y.encodeStateAsUpdate(text)
}

interface Author {
  fork: Fork
  client: Client
}

class Room {
  readonly random: prng.PRNG
  readonly state: Uint8Array
  readonly shared = new Y.Doc()
  readonly letters = acts.createLetters()
  readonly authors: Author[]

  constructor(seed: number, blocks: BodyNode[], authors: number) {
    this.random = prng.create(seed)
    this.state = textOf(blocks, this.below(2 ** 31) + 100)
    Y.applyUpdate(this.shared, this.state)
    this.authors = Array.from({ length: authors }, (_, at) => {
      const fork = new Fork(this.shared, [])
      return { fork, client: createClient(at + 11, fork.doc) }
    })
  }

  below(limit: number): number {
    return limit <= 1 ? 0 : prng.uint32(this.random, 0, limit - 1)
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items]
    return items.map(() => left.splice(this.below(left.length), 1)[0] as T)
  }

  field(at: number): void {
    const { fork } = this.authors[at] ?? {}
    if (fork) setField(fieldsMap(fork.doc), this.pick(FIELDS[at] ?? []), this.letters.next())
  }

  /** Of one author, as the server would hold them. */
  suggested(at: number): Open[] {
    const { fork } = this.authors[at] ?? {}
    return fork ? kept(fork.suggestions(), () => FIRST_RESERVED_CLIENT + this.below(2 ** 31)) : []
  }

  /** In pieces, as people decide: one, or several at once. */
  acceptAll(desk: Desk, ids: readonly string[]): void {
    const left = this.shuffled(ids)
    while (left.length > 0) desk.accept(left.splice(0, 1 + this.below(4)))
  }

  end(): void {
    for (const { client, fork } of this.authors) {
      client.destroy()
      fork.destroy()
    }
  }
}

/** One author, and a colleague who types beside them: accepting all gives what the author sees. */
function alone(seed: number): Outcome {
  const room = new Room(seed, [...part('một'), ...part('hai')], 1)
  const [author] = room.authors
  if (!author) return { differences: ['nobody'], suggestions: 0 }
  const check = new Check()
  const before = plain(room.shared)
  for (let count = 1 + room.below(MOST_ACTS); count > 0; count--) {
    if (room.below(8) === 0) room.field(0)
    else room.pick(EVERYTHING)(author.client, room.random, room.letters)
  }
  const all = room.suggested(0)
  check.equal('suggesting leaves the text as it was', plain(room.shared), before)
  const refused = new Desk(room.state, all)
  refused.reject(all.map(({ id }) => id))
  check.equal('rejecting all', plain(refused.doc), before)
  const wanted = plain(author.fork.doc)
  check.accepted('at once', new Desk(room.state, all), (desk) => desk.accept(all.map(({ id }) => id)), wanted)
  inPieces(room, all, wanted, check)
  room.end()
  return { differences: check.found, suggestions: all.length }
}

/** As people decide, twice: one, or several at once, in an order of their own. */
function inPieces(room: Room, all: readonly Open[], wanted: string, check: Check): void {
  const ids = all.map(({ id }) => id)
  for (const round of [1, 2])
    check.accepted(`in pieces ${round}`, new Desk(room.state, all), (desk) => room.acceptAll(desk, ids), wanted)
}

/** Three authors, each in a part of their own: accepting all gives what their direct edits would have given together. */
function apart(seed: number): Outcome {
  const room = new Room(seed, AUTHORS.flatMap((at) => [border(at), ...part(`p${at}`)]).concat(border(3)), 3)
  const check = new Check()
  const before = plain(room.shared)
  for (let count = 3 + room.below(2 * MOST_ACTS); count > 0; count--) {
    const at = room.below(3)
    const author = room.authors[at]
    if (!author) continue
    if (room.below(8) === 0) room.field(at)
    else room.pick(EVERYTHING)(within(author.client, at), room.random, room.letters)
  }
  const all = AUTHORS.flatMap((at) => room.suggested(at))
  const direct = new Y.Doc()
  for (const { fork } of room.authors) Y.applyUpdate(direct, Y.encodeStateAsUpdate(fork.doc))
  check.equal('suggesting leaves the text as it was', plain(room.shared), before)
  const wanted = plain(direct)
  inPieces(room, all, wanted, check)
  room.end()
  return { differences: check.found, suggestions: all.length }
}

const border = (at: number): BodyNode => p(`Ranh giới ${at}`)

/** What an author does elsewhere than in their own part is left out: the parts begin and end with a line of nobody. */
function within(client: Client, at: number): Client {
  const isBorder = (text: string, number: number) => text === `Ranh giới ${number}`
  return {
    ...client,
    get state() {
      return client.state
    },
    dispatch(tr: Transaction) {
      const [before, after] = [tr.before.content.content, tr.doc.content.content]
      const first = before.findIndex((node) => isBorder(node.textContent, at))
      const end = before.length - before.findIndex((node) => isBorder(node.textContent, at + 1))
      const isKept =
        before.slice(0, first + 1).every((node, index) => after[index] === node) &&
        before.slice(-end).every((node, index) => after[after.length - end + index] === node) &&
        after.length >= first + 1 + end
      if (isKept) client.dispatch(tr)
    },
  }
}

/** Three authors in the same lines: whatever the order, all of it comes in, and the end is the same. */
function together(seed: number): Outcome {
  const room = new Room(
    seed,
    [p('Một hai ba bốn năm sáu.'), clause('dieu', 'Điều về aaa', 'd1'), p('aaa ', bold('bb'), ' c')],
    3,
  )
  const check = new Check()
  for (let count = 3 + room.below(MOST_ACTS); count > 0; count--) {
    const author = room.authors[room.below(3)]
    if (author) room.pick(WORDS)(author.client, room.random, room.letters)
  }
  const all = AUTHORS.flatMap((at) => room.suggested(at))
  inTwoOrders(room, all, check)
  room.end()
  return { differences: check.found, suggestions: all.length }
}

/** Three authors in the same lines, accepted and taken back as it comes, the newest first: in the end the text is what it was. */
function undone(seed: number): Outcome {
  const room = new Room(
    seed,
    [p('Một hai ba bốn năm sáu.'), clause('dieu', 'Điều về aaa', 'd1'), p('aaa ', bold('bb'), ' c')],
    3,
  )
  const check = new Check()
  for (let count = 3 + room.below(MOST_ACTS); count > 0; count--) {
    const author = room.authors[room.below(3)]
    if (author) room.pick(WORDS)(author.client, room.random, room.letters)
  }
  const all = AUTHORS.flatMap((at) => room.suggested(at))
  const [before, desk] = [plain(room.shared), new Desk(room.state, all)]
  const lost: string[] = []
  for (let turns = 6; turns > 0; turns--) {
    if (room.below(3) > 0) desk.accept(room.shuffled([...desk.open.keys()]).slice(0, 1 + room.below(3)))
    else if (desk.accepted > 0) lost.push(...desk.undo(1 + room.below(2)))
  }
  while (desk.accepted > 0) lost.push(...desk.undo(1 + room.below(3)))
  check.equal('what could not be undone', lost.join(), '')
  check.equal('all of it undone', plain(desk.doc), before)
  check.readings('undone', desk)
  const known = desk.gone.length
  desk.accept(all.map(({ id }) => id))
  check.equal('gone when accepted once more', wordsGone(all, desk.gone.slice(known)), '[]')
  room.end()
  return { differences: check.found, suggestions: all.length }
}

function inTwoOrders(room: Room, all: readonly Open[], check: Check): void {
  const [first, second] = [new Desk(room.state, all), new Desk(room.state, all)]
  const ids = all.map(({ id }) => id)
  for (const desk of [first, second]) {
    room.acceptAll(desk, ids)
    check.readings('', desk)
    check.equal('nothing is gone', wordsGone(all, desk.gone), '[]')
  }
  check.equal('two orders', plain(second.doc), plain(first.doc))
}

/** A look of letters that another has taken away is of nothing any more. */
const wordsGone = (all: readonly Open[], gone: readonly string[]): string =>
  JSON.stringify(all.filter(({ id, changes }) => gone.includes(id) && changes.some(({ is }) => is !== 'look')))

/** Three authors everywhere, accepted and rejected as it comes: the text stays sound, and is the same for everybody. */
function mixed(seed: number): Outcome {
  const room = new Room(seed, part('chung'), 3)
  const check = new Check()
  for (let count = 3 + room.below(2 * MOST_ACTS); count > 0; count--) {
    const author = room.authors[room.below(3)]
    if (author) room.pick(EVERYTHING)(author.client, room.random, room.letters)
  }
  const all = AUTHORS.flatMap((at) => room.suggested(at))
  const desk = new Desk(room.state, all)
  const left = room.shuffled(all.map(({ id }) => id))
  while (left.length > 0) {
    const some = left.splice(0, 1 + room.below(4))
    if (room.below(3) === 0) {
      const before = plain(desk.doc)
      desk.reject(some)
      check.equal('a rejection changes nothing', plain(desk.doc), before)
    } else {
      const before = plain(desk.doc)
      const known = desk.gone.length
      desk.accept(some)
      if (desk.gone.length - known === some.length) check.equal('what cannot be applied', plain(desk.doc), before)
    }
  }
  check.readings('', desk)
  check.equal('sound', judge([Y.encodeStateAsUpdate(desk.doc)]).is, 'sound')
  room.end()
  return { differences: check.found, suggestions: all.length }
}

class Check {
  readonly found: string[] = []

  equal(what: string, is: string, wanted: string): void {
    if (is !== wanted) this.found.push(`${what}: ${apartFrom(is, wanted)}`)
  }

  accepted(what: string, desk: Desk, accept: (desk: Desk) => void, wanted: string): void {
    accept(desk)
    this.equal(`accepting all ${what}, gone`, desk.gone.join(), '')
    this.equal(`accepting all ${what}`, plain(desk.doc), wanted)
    this.readings(what, desk)
  }

  readings(what: string, desk: Desk): void {
    const now = plain(desk.doc)
    for (const [who, reading] of Object.entries(desk.readings())) this.equal(`${who} ${what}`, reading, now)
  }
}

/** Where two texts begin to differ, with some of both. */
function apartFrom(is: string, wanted: string): string {
  let at = 0
  while (at < is.length && is[at] === wanted[at]) at++
  const from = Math.max(0, at - 60)
  return `…${is.slice(from, at + 80)}… instead of …${wanted.slice(from, at + 80)}…`
}
