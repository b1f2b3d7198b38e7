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
  /** The same of what was decided and taken back. */
  undone: string[]
  suggestions: number
}

interface Kind {
  blocks: readonly BodyNode[]
  authors: number
  play(room: Room, check: Check): void
}

/** The sequence of a seed. */
export function sequence(seed: number): Outcome {
  const names = Object.keys(KINDS)
  return play(names[seed % names.length] ?? 'alone', seed)
}

/** One of a kind. */
export function play(name: string, seed: number): Outcome {
  const { blocks, authors, play } = KINDS[name] ?? alone
  const room = new Room(seed, blocks, authors)
  const check = new Check(`${name}, seed ${seed}`)
  play(room, check)
  room.end()
  return { differences: check.found, undone: check.undone, suggestions: room.suggestions }
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

const border = (at: number): BodyNode => p(`Ranh giới ${at}`)

/** Under a client that is told: what comes to one place is ordered by these. */
function textOf(blocks: readonly BodyNode[], client: number): Uint8Array {
  const [drawn, text] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(drawn, seedUpdate({ kind: 'quyet-dinh', office: sonLa, signer, blocks: [...blocks] }))
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
  suggestions = 0

  constructor(seed: number, blocks: readonly BodyNode[], authors: number) {
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

  /** So many acts, each of anybody; with `hasFields` one in eight is in a field of theirs. */
  act(
    count: number,
    all: readonly acts.Act[],
    { hasFields = false, as = (client: Client, _: number) => client } = {},
  ): void {
    for (let left = count; left > 0; left--) {
      const at = this.below(this.authors.length)
      const { client, fork } = this.authors[at] as Author
      if (hasFields && this.below(8) === 0)
        setField(fieldsMap(fork.doc), this.pick(FIELDS[at] ?? []), this.letters.next())
      else this.pick(all)(as(client, at), this.random, this.letters)
    }
  }

  /** Of all authors, as the server would hold them. */
  suggested(): Open[] {
    const client = () => FIRST_RESERVED_CLIENT + this.below(2 ** 31)
    const all = this.authors.flatMap(({ fork }) => kept(fork.suggestions(), client))
    this.suggestions = all.length
    return all
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
const alone: Kind = {
  blocks: [...part('một'), ...part('hai')],
  authors: 1,
  play(room, check) {
    const before = plain(room.shared)
    room.act(1 + room.below(MOST_ACTS), EVERYTHING, { hasFields: true })
    const all = room.suggested()
    check.equal('suggesting leaves the text as it was', plain(room.shared), before)
    const ids = all.map(({ id }) => id)
    const refused = new Desk(room.state, all)
    refused.reject(ids)
    check.equal('rejecting all', plain(refused.doc), before)
    const wanted = plain(room.authors[0]?.fork.doc ?? room.shared)
    check.accepted('at once', new Desk(room.state, all), (desk) => desk.accept(ids), wanted)
    inPieces(room, all, wanted, check)
  },
}

/** As people decide, twice: one, or several at once, in an order of their own; then all of it is taken back. */
function inPieces(room: Room, all: readonly Open[], wanted: string, check: Check): void {
  const ids = all.map(({ id }) => id)
  const [first, second] = [new Desk(room.state, all), new Desk(room.state, all)]
  for (const [at, desk] of [first, second].entries())
    check.accepted(`in pieces ${at + 1}`, desk, () => room.acceptAll(desk, ids), wanted)
  check.takenBack(room, second)
}

/** Three authors, each in a part of their own: accepting all gives what their direct edits would have given together. */
const apart: Kind = {
  blocks: AUTHORS.flatMap((at) => [border(at), ...part(`p${at}`)]).concat(border(3)),
  authors: 3,
  play(room, check) {
    const before = plain(room.shared)
    room.act(3 + room.below(2 * MOST_ACTS), EVERYTHING, { hasFields: true, as: within })
    const all = room.suggested()
    const direct = new Y.Doc()
    for (const { fork } of room.authors) Y.applyUpdate(direct, Y.encodeStateAsUpdate(fork.doc))
    check.equal('suggesting leaves the text as it was', plain(room.shared), before)
    inPieces(room, all, plain(direct), check)
  },
}

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

const SAME_LINES = [p('Một hai ba bốn năm sáu.'), clause('dieu', 'Điều về aaa', 'd1'), p('aaa ', bold('bb'), ' c')]

/** Three authors in the same lines: whatever the order, all of it comes in, and the end is the same. */
const together: Kind = {
  blocks: SAME_LINES,
  authors: 3,
  play(room, check) {
    room.act(3 + room.below(MOST_ACTS), WORDS)
    const all = room.suggested()
    const [first, second] = [new Desk(room.state, all), new Desk(room.state, all)]
    for (const desk of [first, second]) {
      room.acceptAll(
        desk,
        all.map(({ id }) => id),
      )
      check.readings('', desk)
      check.equal('nothing is gone', wordsGone(all, desk.gone), '[]')
    }
    check.equal('two orders', plain(second.doc), plain(first.doc))
    check.takenBack(room, second)
  },
}

/** A look of letters that another has taken away is of nothing any more. */
const wordsGone = (all: readonly Open[], gone: readonly string[]): string =>
  JSON.stringify(all.filter(({ id, changes }) => gone.includes(id) && changes.some(({ is }) => is !== 'look')))

/** The same, accepted and taken back as it comes, the newest first. */
const undone: Kind = {
  blocks: SAME_LINES,
  authors: 3,
  play(room, check) {
    room.act(3 + room.below(MOST_ACTS), WORDS)
    const all = room.suggested()
    const desk = new Desk(room.state, all)
    for (let turns = 6; turns > 0; turns--) {
      if (room.below(3) > 0) desk.accept(room.shuffled([...desk.open]).slice(0, 1 + room.below(3)))
      else if (desk.accepted > 0) check.back('undone', desk.undo(1 + room.below(2)).join(), '')
    }
    const [ids, direct] = [all.map(({ id }) => id), new Desk(room.state, all)]
    direct.accept(ids)
    check.takenBack(room, desk, { ended: plain(direct.doc), more: () => desk.accept(ids) })
  },
}

/** Three authors everywhere, accepted and rejected as it comes: the text stays sound, and is the same for everybody. */
const mixed: Kind = {
  blocks: part('chung'),
  authors: 3,
  play(room, check) {
    room.act(3 + room.below(2 * MOST_ACTS), EVERYTHING)
    const all = room.suggested()
    const desk = new Desk(room.state, all)
    const left = room.shuffled(all.map(({ id }) => id))
    while (left.length > 0) {
      const some = left.splice(0, 1 + room.below(4))
      const isRejected = room.below(3) === 0
      const [before, known] = [plain(desk.doc), desk.gone.length]
      if (isRejected) desk.reject(some)
      else desk.accept(some)
      if (isRejected || desk.gone.length - known === some.length)
        check.equal(isRejected ? 'a rejection changes nothing' : 'what cannot be applied', plain(desk.doc), before)
    }
    check.readings('', desk)
    check.equal('sound', judge([Y.encodeStateAsUpdate(desk.doc)]).is, 'sound')
    check.takenBack(room, desk)
  },
}

const KINDS: Record<string, Kind> = { alone, apart, together, mixed, undone }

class Check {
  readonly found: string[] = []
  readonly undone: string[] = []
  readonly #of: string

  constructor(of: string) {
    this.#of = of
  }

  /** Takes back what was decided, the newest first: all is as it was. Decided once more, it ends as it had. */
  takenBack(room: Room, desk: Desk, once = { ended: plain(desk.doc), more: () => desk.again() }): void {
    while (desk.accepted > 0) this.back('could not be undone', desk.undo(1 + room.below(3)).join(), '')
    desk.reopen()
    const { text, says } = desk.stands
    this.back('the text', text, desk.began.text)
    this.back('the suggestions', says, desk.began.says)
    for (const [who, reading] of Object.entries(desk.readings())) this.back(who, reading, text)
    once.more()
    this.back('decided once more', plain(desk.doc), once.ended)
  }

  back(what: string, is: string, wanted: string): void {
    if (is !== wanted) this.undone.push(`${this.#of}, taken back: ${what}: ${apartFrom(is, wanted)}`)
  }

  equal(what: string, is: string, wanted: string): void {
    if (is !== wanted) this.found.push(`${this.#of}: ${what}: ${apartFrom(is, wanted)}`)
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
