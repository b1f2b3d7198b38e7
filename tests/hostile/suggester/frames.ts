/**
 * What somebody who may only suggest could send over the socket, as no page of ours does (GUARD-2). The text has a line of
 * words, a clause, a line in bold, and another clause to which it refers (`GROUND`).
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { FIRST_RESERVED_CLIENT } from '../../../src/lib/clients.ts'
import type { CloseName } from '../../../src/lib/collab/close.ts'
import { MESSAGE, SYNC } from '../../../src/lib/collab/protocol.ts'
import { bold, clause, documentOf, p, ref } from '../../../src/lib/document/testing.ts'

export const GROUND = documentOf(
  'quyet-dinh',
  [p('Một hai ba.'), clause('dieu', 'Bốn ', 'd1'), p(bold('Năm')), clause('dieu', 'Sáu', 'd2'), p('Theo ', ref('d2'))],
  { subject: 'về xin ý kiến' },
)

/** Stands in whatever is forged, and nowhere else. */
export const SKULL = '☠'

const body = (doc: Y.Doc) => doc.getXmlFragment('body')

export function lineOf(doc: Y.Doc, at = 0): Y.XmlElement {
  const element = body(doc).get(at)
  if (!(element instanceof Y.XmlElement)) throw new Error('no line')
  return element
}

export function textOf(doc: Y.Doc, at = 0): Y.XmlText {
  const held = lineOf(doc, at).get(0)
  if (!(held instanceof Y.XmlText)) throw new Error('no text')
  return held
}

function subjectOf(doc: Y.Doc): Y.Text {
  const held = doc.getMap('fields').get('subject')
  if (!(held instanceof Y.Text)) throw new Error('no subject')
  return held
}

export function copyOf(doc: Y.Doc, client?: number): Y.Doc {
  const copy = new Y.Doc()
  if (client !== undefined) copy.clientID = client
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** `other` is a Yjs client of a colleague's. */
type Forge = (doc: Y.Doc, other: number) => Uint8Array

/** What a client of the attacker's would send for this edit. */
const edit =
  (change: (doc: Y.Doc) => void): Forge =>
  (doc) =>
    changed(copyOf(doc), change)

function changed(copy: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
  const before = Y.encodeStateVector(copy)
  copy.transact(() => change(copy))
  return Y.encodeStateAsUpdate(copy, before)
}

/** Yjs types that ours never hold there. */
function insertAny(parent: Y.XmlFragment, type: unknown): void {
  Reflect.apply(parent.insert, parent, [0, [type]])
}

function setAny(element: Y.XmlElement, name: string, value: object): void {
  Reflect.apply(element.setAttribute, element, [name, value])
}

/** No letters, but the deletion of some of one client. */
function deletionsOf(client: number, clock: number, length: number): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [0, 1, client, 1, clock, length]) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

/** What comes behind structs that are never sent: it would wait, unseen. */
const late =
  (first: (doc: Y.Doc) => void, second: (doc: Y.Doc) => void): Forge =>
  (doc) => {
    const copy = copyOf(doc)
    copy.transact(() => first(copy))
    return changed(copy, second)
  }

const letter = (doc: Y.Doc) => textOf(doc).insert(3, SKULL)

/** Whole updates of Yjs, to be sent as they were typed, as the answer to what the server asks, and on coming back. */
export const UPDATES: Record<string, Forge> = {
  'a letter': edit(letter),
  'a letter at the start': edit((doc) => textOf(doc).insert(0, SKULL)),
  'a letter that is marked as an insertion': edit((doc) => textOf(doc).insert(3, SKULL, { insertion: { id: 'a' } })),
  'a letter under an id that is a mark': edit((doc) => textOf(doc).insert(3, SKULL, { suggestInsert: 'a' })),
  'a mark over what is there': edit((doc) => textOf(doc).format(0, 3, { bold: {} })),
  'a mark taken away': edit((doc) => textOf(doc, 2).format(0, 3, { bold: null })),
  'a deletion mark over what is there': edit((doc) => textOf(doc).format(0, 3, { deletion: { id: 'a' } })),
  'a mark that names another author': edit((doc) => textOf(doc).format(0, 3, { suggestion: { by: 'u1', at: 0 } })),
  'a paragraph': edit((doc) => body(doc).insert(0, [new Y.XmlElement('textblock')])),
  'a paragraph behind the others': edit((doc) => body(doc).push([new Y.XmlElement('textblock')])),
  'a node that nobody knows': edit((doc) => body(doc).insert(0, [new Y.XmlElement('suggestion')])),
  'a table': edit((doc) => body(doc).insert(1, [new Y.XmlElement('table')])),
  'a line end': edit((doc) => lineOf(doc).insert(1, [new Y.XmlElement('hardBreak')])),
  'a footnote': edit((doc) => lineOf(doc).insert(1, [new Y.XmlElement('footnote')])),
  'letters between the blocks': edit((doc) => body(doc).insert(0, [new Y.XmlText(SKULL)])),
  'a second text in a line': edit((doc) => lineOf(doc).push([new Y.XmlText(SKULL)])),
  'another role of a line': edit((doc) => lineOf(doc).setAttribute('role', 'clause')),
  'another level of a clause': edit((doc) => lineOf(doc, 1).setAttribute('level', 'khoan')),
  'another id of a clause': edit((doc) => lineOf(doc, 1).setAttribute('id', 'd9')),
  'an attribute taken away': edit((doc) => lineOf(doc, 1).removeAttribute('id')),
  'an attribute that nobody knows': edit((doc) => lineOf(doc).setAttribute('suggested', SKULL)),
  'a field': edit((doc) => doc.getMap('fields').set('signerName', SKULL)),
  'a letter in a field': edit((doc) => subjectOf(doc).insert(0, SKULL)),
  'the letters of a field taken away': edit((doc) => subjectOf(doc).delete(0, subjectOf(doc).length)),
  'a field that nobody knows': edit((doc) => doc.getMap('fields').set('decidedBy', SKULL)),
  'another kind': edit((doc) => doc.getMap('fields').set('kind', 'cong-van')),
  'a field that is a map': edit((doc) => doc.getMap('fields').set('subject', new Y.Map([['a', SKULL]]))),
  'another root': edit((doc) => doc.getMap('suggestions').set('a', { by: 'x' })),
  'a root that is a text': edit((doc) => doc.getText('hidden').insert(0, SKULL)),
  'a root that is a list': edit((doc) => doc.getArray('decisions').push([{ how: 'accept' }])),
  'a root with the name of every object': edit((doc) => doc.getMap('__proto__').set('a', SKULL)),
  'a root without a name': edit((doc) => doc.getText('').insert(0, SKULL)),
  'a place of a comment': edit((doc) => doc.getMap('anchors').set('a/1', { start: {}, end: {} })),
  bytes: edit((doc) => doc.getMap('fields').set('leaderWords', new Uint8Array(9))),
  'a document inside': edit((doc) => doc.getMap('fields').set('leaderWords', new Y.Doc())),
  'an embed': edit((doc) => textOf(doc).insertEmbed(0, { a: 1 })),
  'the deletion of a letter': edit((doc) => textOf(doc).delete(0, 1)),
  'the deletion of a line': edit((doc) => body(doc).delete(3, 1)),
  'the deletion of everything': edit((doc) => body(doc).delete(0, body(doc).length)),
  'the deletion of a field': edit((doc) => doc.getMap('fields').delete('subject')),
  'a line replaced by its like': edit((doc) => {
    const like = lineOf(doc).clone()
    body(doc).delete(0, 1)
    body(doc).insert(0, [like])
  }),
  'a line cut in two': edit((doc) => {
    const tail = lineOf(doc, 1).clone()
    textOf(doc, 1).delete(1, textOf(doc, 1).length - 1)
    body(doc).insert(2, [tail])
  }),
  'two lines joined': edit((doc) => {
    body(doc).delete(3, 1)
    textOf(doc, 2).insert(0, SKULL)
  }),
  "an undo of others' work": edit((doc) => textOf(doc, 1).delete(0, 3)),
  'structs that wait for others': late(letter, (doc) => textOf(doc).insert(4, SKULL)),
  'a deletion that waits for others': late(letter, (doc) => textOf(doc).delete(3, 1)),
  'a block in a block that is never sent': late(
    (doc) => body(doc).insert(0, [new Y.XmlElement('table')]),
    (doc) => {
      const table = body(doc).get(0)
      if (table instanceof Y.XmlElement) table.insert(0, [new Y.XmlElement('tableRow')])
    },
  ),
  "letters under a colleague's client": (doc, other) => changed(copyOf(doc, other), letter),
  "a deletion under a colleague's client": (doc, other) =>
    changed(copyOf(doc, other), (copy) => {
      letter(copy)
      textOf(copy).delete(0, 3)
    }),
  'letters under the first client of the text': (doc) => {
    const [first = 1] = [...doc.store.clients.keys()]
    return changed(copyOf(doc, first), letter)
  },
  'letters under the client 0': (doc) => changed(copyOf(doc, 0), letter),
  'letters under the greatest client': (doc) => changed(copyOf(doc, 2 ** 32 - 1), letter),
  'honest work with a forged letter behind it': (doc) =>
    Y.mergeUpdates([Y.encodeStateAsUpdate(doc), changed(copyOf(doc), letter)]),
  'a letter typed and deleted again': edit((doc) => {
    letter(doc)
    textOf(doc).delete(3, 1)
  }),
  'a thousand letters': edit((doc) => textOf(doc).insert(0, SKULL.repeat(1_000))),
  'more than a reader may send at once': edit((doc) => textOf(doc).insert(0, SKULL.repeat(100_000))),
  'letters under a client that only suggestions have': (doc) => changed(copyOf(doc, FIRST_RESERVED_CLIENT + 7), letter),
  'a line under a client that only suggestions have': (doc) =>
    changed(copyOf(doc, FIRST_RESERVED_CLIENT + 8), (copy) => body(copy).push([new Y.XmlElement('textblock')])),
  'two clauses that change places': edit((doc) => {
    const [first, second] = [lineOf(doc, 1).clone(), lineOf(doc, 3).clone()]
    body(doc).delete(3, 1)
    body(doc).insert(3, [first])
    body(doc).delete(1, 1)
    body(doc).insert(1, [second])
  }),
  'a clause called as another': edit((doc) => lineOf(doc, 3).setAttribute('id', 'd1')),
  'a line behind the role of a line': edit((doc) => lineOf(doc).insert(0, [new Y.XmlElement('textblock')])),
  'a text in place of a line': edit((doc) => {
    body(doc).delete(0, 1)
    body(doc).insert(0, [new Y.XmlText(SKULL)])
  }),
  'a hook': edit((doc) => insertAny(body(doc), new Y.XmlHook('script'))),
  'a map among the blocks': edit((doc) => insertAny(body(doc), new Y.Map([['a', SKULL]]))),
  'a list in a line': edit((doc) => insertAny(lineOf(doc), Y.Array.from([SKULL]))),
  'an attribute that is an object': edit((doc) => setAny(lineOf(doc), 'align', { a: SKULL })),
  'an attribute with the name of every object': edit((doc) => lineOf(doc).setAttribute('__proto__', SKULL)),
  'an attribute of the text in a line': edit((doc) => textOf(doc).setAttribute('suggested', SKULL)),
  'a mark with the name of every object': edit((doc) =>
    textOf(doc).format(
      0,
      3,
      Object.fromEntries([
        ['__proto__', {}],
        ['constructor', {}],
      ]),
    ),
  ),
  'a mark on every second letter': edit((doc) => {
    for (let at = 0; at < textOf(doc).length; at += 2) textOf(doc).format(at, 1, { italic: {} })
  }),
  'all fields taken away': edit((doc) => doc.getMap('fields').clear()),
  'a field that is written anew as it was': edit((doc) =>
    doc.getMap('fields').set('subject', new Y.Text(subjectOf(doc).toString())),
  ),
  'a field that is a list': edit((doc) => doc.getMap('fields').set('subject', Y.Array.from([SKULL]))),
  'letters and their undoing, sent apart': (doc) => {
    const copy = copyOf(doc)
    const first = changed(copy, letter)
    return Y.mergeUpdates([changed(copy, (same) => textOf(same).delete(3, 1)), first])
  },
  'two forged letters with a hole between them': (doc) => {
    const copy = copyOf(doc)
    const first = changed(copy, letter)
    changed(copy, letter)
    return Y.mergeUpdates([first, changed(copy, letter)])
  },
  'deletions of letters that never were': () => deletionsOf(77, 0, 9),
  'deletions of a stretch that is longer than the text': (doc) => {
    const [client = 1] = [...doc.store.clients.keys()]
    return deletionsOf(client, 0, 1_000_000)
  },
  'a letter that nobody sees': edit((doc) => textOf(doc).insert(0, '\u202e')),
  'a control character': edit((doc) => textOf(doc).insert(0, '\u0000')),
  'half a character': edit((doc) => textOf(doc).insert(0, '\ud83d')),
}

/** No update of ours at all: told before anybody's right is asked. */
export const refusalOf = (update: string): CloseName => (update === 'a document inside' ? 'badFrame' : 'notAllowed')

export interface Bare {
  refused: CloseName
  frame(doc: Y.Doc): Uint8Array
}

/** Frames that are no update: other messages, messages of the server's own, and broken ones. */
export const FRAMES: Record<string, Bare> = {
  'a right that it gives itself': {
    refused: 'badFrame',
    frame: () => message(MESSAGE.standing, (to) => encoding.writeVarString(to, '{"right":"write"}')),
  },
  'a receipt of the server': {
    refused: 'badFrame',
    frame: () => message(MESSAGE.stored, (to) => encoding.writeVarUint(to, 9)),
  },
  'a notice of the server': {
    refused: 'badFrame',
    frame: () => message(MESSAGE.notice, (to) => encoding.writeVarString(to, 'suggestions')),
  },
  'a refusal of the server': {
    refused: 'badFrame',
    frame: () => message(MESSAGE.auth, (to) => encoding.writeVarString(to, 'write')),
  },
  'a message of no kind': { refused: 'badFrame', frame: () => message(77, () => {}) },
  'a sync message of no kind': { refused: 'badFrame', frame: (doc) => sync(3, forgedLetter(doc)) },
  'a sync message of a kind in two bytes': { refused: 'badFrame', frame: (doc) => sync(130, forgedLetter(doc)) },
  'a letter behind a question': {
    refused: 'badFrame',
    frame: (doc) => joined(sync(SYNC.step1, Y.encodeStateVector(doc)), sync(SYNC.update, forgedLetter(doc))),
  },
  'a letter cut short': { refused: 'badFrame', frame: (doc) => sync(SYNC.update, forgedLetter(doc).subarray(0, -3)) },
  'a letter with something behind it': {
    refused: 'badFrame',
    frame: (doc) => sync(SYNC.update, joined(forgedLetter(doc), Uint8Array.of(1, 2, 3))),
  },
  'a letter in the other encoding of Yjs': {
    refused: 'badFrame',
    frame: (doc) => sync(SYNC.update, Y.convertUpdateFormatV1ToV2(forgedLetter(doc))),
  },
  'an update of more clients than it has bytes': {
    refused: 'badFrame',
    frame: () => sync(SYNC.update, Uint8Array.of(255, 255, 255, 255, 15)),
  },
  'an empty frame': { refused: 'badFrame', frame: () => new Uint8Array() },
  'a caret that is no object': { refused: 'badFrame', frame: () => presence([[1, '"Chủ tịch"']]) },
  'a caret with a long tail': {
    refused: 'presenceTooLarge',
    frame: () => presence([[1, JSON.stringify({ cursor: 'a'.repeat(60_000) })]]),
  },
  'more carets than one has': {
    refused: 'presenceTooLarge',
    frame: () => presence(Array.from({ length: 9 }, (_, at): [number, string] => [at + 1, '{}'])),
  },
}

const forgedLetter = (doc: Y.Doc) => changed(copyOf(doc), letter)

function message(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

const sync = (kind: number, payload: Uint8Array) =>
  message(MESSAGE.sync, (to) => {
    encoding.writeVarUint(to, kind)
    encoding.writeVarUint8Array(to, payload)
  })

function presence(states: readonly [client: number, state: string][]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, states.length)
  for (const [client, state] of states) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, state)
  }
  return message(MESSAGE.awareness, (to) => encoding.writeVarUint8Array(to, encoding.toUint8Array(encoder)))
}

const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
