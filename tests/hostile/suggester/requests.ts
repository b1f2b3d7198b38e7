/**
 * What somebody who may only suggest could ask the server for, as no page of ours does (GUARD-2), and what comes back. `refused`
 * names the statuses that will do. What is answered with 200 changes nothing either: it says what was not done.
 */
import { randomUUID } from 'node:crypto'
import type * as Y from 'yjs'
import { lettersOf } from '../../../src/lib/document/suggest/letters.ts'
import { runsOf } from '../../../src/lib/document/suggest/shapes.ts'
import { lineOf, SKULL } from './frames.ts'
import { type Answer, type Asking, CUT, type Room } from './room.ts'

export interface Forged {
  refused: readonly number[]
  ask(room: Room): Promise<Answer>
}

const id = () => randomUUID()
const at = { line: { client: 1, clock: 1 }, after: null, before: null, around: { before: '', after: '' } }
const text = (letters: string) => [{ type: 'text', text: letters }]
const words = { is: 'words', ...at, removed: [], was: [], put: text(SKULL) }
const blocks = { is: 'blocks', after: null, before: null, removed: [], was: [], put: [] }
const keep = (put: unknown, more: object = {}) => ({ act: 'keep', put, ...more })
const decide = (how: string, ...which: { id: string; revision: number }[]) => ({ act: 'decide', how, which, reply: '' })

const forged = (refused: readonly number[], asking: (room: Room) => Asking): Forged => ({
  refused,
  ask: (room) => room.ask(asking(room)),
})
const denied = (asking: (room: Room) => Asking) => forged([403], asking)
const bad = (body: (room: Room) => unknown) => forged([400], (room) => ({ body: body(room) }))
/** Suggested in one's own name, but no suggestion. */
const badChanges = (...changes: unknown[]) => bad(() => keep([{ id: id(), changes }]))
/** An act on the draft's page, as its forms send it. */
const form = (act: string, given: (room: Room) => Record<string, string> = () => ({})) =>
  forged([403, 409], (room) => ({
    path: `/drafts/${room.known.draftId}?/${act}`,
    body: new URLSearchParams({ step: '1', ...given(room) }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
  }))

const DECIDING: Record<string, Forged> = {
  'accepts their own': denied(({ known }) => ({ body: decide('accept', known.own) })),
  'rejects their own': denied(({ known }) => ({ body: decide('reject', known.own) })),
  "accepts another's": denied(({ known }) => ({ body: decide('accept', known.others) })),
  "rejects another's": denied(({ known }) => ({ body: decide('reject', known.others) })),
  'puts up again what was rejected': denied(({ known }) => ({ body: decide('reopen', known.rejected) })),
  'puts up again what was accepted': denied(({ known }) => ({ body: decide('reopen', known.accepted) })),
  'accepts everything': denied(({ known }) => ({
    body: decide('accept', known.own, known.others, known.rejected, known.accepted),
  })),
  "takes another's apart": denied(({ known: { others } }) => ({
    body: { act: 'part', id: others.id, revision: others.revision },
  })),
  'takes apart what is not there': denied(() => ({ body: { act: 'part', id: id(), revision: 1 } })),
  'decides on another node': denied(({ known }) => ({ node: 1, body: decide('accept', known.own) })),
  'decides through a draft of others': forged([404], ({ known }) => ({
    path: `/drafts/${known.otherDraftId}/suggestions`,
    body: decide('accept', known.own),
  })),
  'decides in a way that is none': bad(({ known }) => decide('apply', known.own)),
  'decides on nothing': bad(() => decide('accept')),
  'decides on a revision that is none': bad(({ known }) => decide('accept', { id: known.own.id, revision: 0 })),
  'decides on six hundred at once': bad(() =>
    decide('accept', ...Array.from({ length: 600 }, () => ({ id: id(), revision: 1 }))),
  ),
}

const OTHERS: Record<string, Forged> = {
  "writes over another's": denied((room) => ({
    body: keep([{ id: room.known.others.id, changes: room.typed(SKULL) }]),
  })),
  "writes over another's rejected one": denied((room) => ({
    body: keep([{ id: room.known.rejected.id, changes: room.typed(SKULL) }]),
  })),
  "writes over another's accepted one": denied((room) => ({
    body: keep([{ id: room.known.accepted.id, changes: room.typed(SKULL) }]),
  })),
  "takes back another's": denied(({ known }) => ({ body: keep([], { take: [known.others.id] }) })),
  "takes back another's accepted one": denied(({ known }) => ({ body: keep([], { take: [known.accepted.id] }) })),
  "takes back another's beside one of their own": denied((room) => ({
    body: keep([{ id: id(), changes: room.typed(SKULL) }], { take: [room.known.others.id] }),
  })),
  "writes over another's beside one of their own": denied((room) => ({
    body: keep([
      { id: id(), changes: room.typed(SKULL) },
      { id: room.known.others.id, changes: room.typed(SKULL) },
    ]),
  })),
  'suggests in a draft of others': forged([404], (room) => ({
    path: `/drafts/${room.known.otherDraftId}/suggestions`,
    body: keep([{ id: id(), changes: room.typed(SKULL) }]),
  })),
  'puts their own into a draft of others': forged([404], ({ known }) => ({
    path: `/drafts/${known.otherDraftId}/suggestions`,
    body: keep([{ id: known.own.id, changes: known.own.changes }]),
  })),
  'suggests in a draft that is none': forged([404], (room) => ({
    path: `/drafts/${id()}/suggestions`,
    body: keep([{ id: id(), changes: room.typed(SKULL) }]),
  })),
  'reads the suggestions of a draft of others': forged([404], ({ known }) => ({
    path: `/drafts/${known.otherDraftId}/suggestions`,
    method: 'GET',
  })),
  "mends a colleague's comment": denied(({ known }) => ({
    path: `/drafts/${known.draftId}/threads/${known.threadId}`,
    body: { act: 'edit', commentId: known.commentId, text: SKULL },
  })),
}

/** One's own with an author, a time, a state or a client in it: taken as one's own, of now, and open. */
const NAMES: Record<string, Forged> = Object.fromEntries(
  Object.entries<(room: Room) => object>({
    author: ({ known }) => ({ authorId: known.ownerId, author: { id: known.ownerId } }),
    time: () => ({ createdAt: '2020-01-01T00:00:00Z', updatedAt: '2020-01-01T00:00:00Z' }),
    state: ({ known }) => ({ state: 'accepted', decidedBy: known.ownerId, decidedAt: '2020-01-01T00:00:00Z' }),
    client: ({ text }) => ({ client: [...text.store.clients.keys()][0] }),
    revision: () => ({ revision: 99 }),
  }).map(([what, more]): [string, Forged] => [
    `names ${what} of their own`,
    forged([200, 400], (room) => ({ body: keep([{ id: id(), changes: room.typed(SKULL), ...more(room) }]) })),
  ]),
)

const CHANGES: Record<string, Forged> = {
  'no change at all': badChanges(),
  'a change of no kind': badChanges({ is: 'everything' }),
  'a node nobody knows': badChanges({ ...blocks, put: [{ type: 'script' }] }),
  'a block in a line': badChanges({ ...words, put: [{ type: 'table', content: [] }] }),
  'letters between the blocks': badChanges({ ...blocks, put: text(SKULL) }),
  'a mark nobody knows': badChanges({ ...words, put: [{ ...text(SKULL)[0], marks: [{ type: 'insertion' }] }] }),
  'a look nobody knows': badChanges({ is: 'look', line: at.line, letters: [], was: [], mark: 'hidden', on: true }),
  'a field nobody knows': badChanges({ is: 'field', name: 'constructor', was: '', put: SKULL }),
  'another kind of document': badChanges({ is: 'field', name: 'kind', was: 'quyet-dinh', put: 'cong-van' }),
  'another signer': badChanges({ is: 'field', name: 'signerName', was: '', put: SKULL }),
  'another agency': badChanges({ is: 'field', name: 'agency', was: '', put: SKULL }),
  'the words of a footnote as its form': badChanges({
    ...{ is: 'form', block: at.line, was: { text: '' }, put: { text: SKULL }, text: '' },
  }),
  'fewer letters gone than it shows': badChanges({
    ...{ ...words, removed: [{ client: 1, clock: 0, length: 6 }], was: text('không cấp kinh phí') },
  }),
  'a choice that is none': badChanges({ is: 'field', name: 'urgency', was: 'none', put: 'ngay' }),
  'letters without end': badChanges({ ...words, removed: [{ client: 1, clock: 0, length: 1e9 }] }),
  'stretches without end': badChanges({
    ...words,
    removed: Array.from({ length: 1_500 }, () => ({ client: 1, clock: 0, length: 40_000 })),
  }),
  'a negative clock': badChanges({ ...words, after: { client: 1, clock: -1 } }),
  'a clock that is no number': badChanges({ ...words, after: { client: 1, clock: '1' } }),
  'a line cut into a table': badChanges({ is: 'split', ...at, put: { type: 'table' } }),
  'an attribute that is an object': badChanges({
    ...{ is: 'form', block: at.line, was: {}, put: { role: { toString: SKULL } }, text: '' },
  }),
  'a good one and a bad one': bad((room) => keep([{ id: id(), changes: [...room.typed(SKULL), { is: 'x' }] }])),
  'an id that is none': bad((room) => keep([{ id: 'của tôi', changes: room.typed(SKULL) }])),
  'six hundred at once': bad((room) => {
    const changes = room.typed(SKULL)
    return keep(Array.from({ length: 600 }, () => ({ id: id(), changes })))
  }),
  'one of them twice': bad((room) => {
    const one = { id: id(), changes: room.typed(SKULL) }
    return keep([one, one])
  }),
  'one that is put and taken back': bad(({ known }) =>
    keep([{ id: known.own.id, changes: known.own.changes }], { take: [known.own.id] }),
  ),
  'no act': bad((room) => ({ put: [{ id: id(), changes: room.typed(SKULL) }] })),
  'an act that is none': bad((room) => ({ act: 'write', put: [{ id: id(), changes: room.typed(SKULL) }] })),
  'a list': bad(() => []),
  'JSON cut short': bad(() => '{"act":"keep","put":['),
  'JSON without end': bad(() => '['.repeat(100_000)),
  'more than a chapter': forged([413, CUT], () => ({ body: 'x'.repeat(5 * 2 ** 20) })),
}

const ROUTES: Record<string, Forged> = {
  'without a session': forged([401], (room) => ({
    body: keep([{ id: id(), changes: room.typed(SKULL) }]),
    headers: { cookie: '' },
  })),
  'with a session that is none': forged([401], ({ forger, known }) => ({
    body: decide('accept', known.own),
    headers: { cookie: `${forger.cookie.slice(0, -4)}aaaa` },
  })),
  'from a page of another site': denied((room) => ({
    body: keep([{ id: id(), changes: room.typed(SKULL) }]),
    headers: { origin: 'https://elsewhere.example' },
  })),
  'as a form of another site': denied(({ known }) => ({
    body: new URLSearchParams({ act: 'decide', id: known.own.id }).toString(),
    headers: { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
  })),
  'as plain text': forged([415], (room) => ({
    body: JSON.stringify(keep([{ id: id(), changes: room.typed(SKULL) }])),
    headers: { 'content-type': 'text/plain' },
  })),
  ...Object.fromEntries(
    ['PUT', 'PATCH', 'DELETE'].map((method): [string, Forged] => [
      `by ${method}`,
      forged([405], ({ known }) => ({ method, body: decide('accept', known.own) })),
    ]),
  ),
  'approves it': form('approve'),
  'submits it': form('submit', ({ known }) => ({ reviewerId: known.ownerId, leaderId: known.ownerId })),
  'withdraws it': form('withdraw'),
  'cancels it': form('cancel', () => ({ reason: SKULL })),
  'invites somebody': form('invite', ({ known }) => ({ userId: known.own.author.id })),
  'removes its owner': form('remove', ({ known }) => ({ userId: known.ownerId })),
  'restores an older moment of it': form('restore', () => ({ to: 'earlier' })),
  'lets somebody write who only suggests': form('invite', ({ known }) => ({
    userId: known.own.author.id,
    as: 'author',
  })),
  'puts what is no image into it': forged([422], ({ known }) => ({
    path: `/drafts/${known.draftId}/images`,
    body: new Uint8Array(64),
    headers: { 'content-type': 'image/png' },
  })),
  'puts an image into a draft of others': forged([404], ({ known }) => ({
    path: `/drafts/${known.otherDraftId}/images`,
    body: new Uint8Array(64),
    headers: { 'content-type': 'image/png' },
  })),
}

/** By those who may decide: stale, double, and of what is no longer there. Nothing is changed twice, or wrongly. */
const DECISIONS: Record<string, Forged> = {
  'a decision on another revision than the one that was seen': owner(async (room, own) => {
    const answer = await room.asOwner({ body: decide('accept', { id: own, revision: 7 }) })
    return told(answer, 'changed', own)
  }),
  'a decision on what never was': owner(async (room) => {
    const never = id()
    return told(await room.asOwner({ body: decide('accept', { id: never, revision: 1 }) }), 'changed', never)
  }),
  'a decision made twice': owner(async (room) => {
    const { id: known, revision } = room.known.accepted
    return told(await room.asOwner({ body: decide('accept', { id: known, revision }) }), 'changed', known)
  }),
  'a rejection of what was accepted': owner(async (room) => {
    const { id: known, revision } = room.known.accepted
    return told(await room.asOwner({ body: decide('reject', { id: known, revision }) }), 'changed', known)
  }),
  'a decision through another draft': {
    refused: [404],
    ask: (room) =>
      room.asOwner({
        path: `/drafts/${room.known.otherDraftId}/suggestions`,
        body: decide('accept', room.known.own),
      }),
  },
  'letters that never were, accepted': accepted(() => [
    { ...words, removed: [{ client: 7, clock: 7, length: 3 }], was: text('abc') },
  ]),
  'a clause that never was, accepted': accepted(() => [
    { is: 'form', block: { client: 9, clock: 9 }, was: {}, put: { align: 'center' }, text: '' },
  ]),
  'other words than it shows, accepted': accepted((room) =>
    room.typed(SKULL, 0).map((change) => ({
      ...change,
      removed: runsOf(lettersOf(lineOf(room.text)).slice(0, 3)),
      was: text('zzz'),
    })),
  ),
  'a block behind the role of a line, accepted': accepted((room) => {
    const role = lineOf(room.text)._map.get('role')?.id ?? { client: 1, clock: 1 }
    const after = { client: role.client, clock: role.clock }
    return [{ ...blocks, after, put: [{ type: 'paragraph', content: text(SKULL) }] }]
  }),
  'a block behind a letter, accepted': accepted((room) => {
    const [letter] = lettersOf(lineOf(room.text))
    const after = { client: letter?.client, clock: letter?.clock }
    return [{ ...blocks, after, put: [{ type: 'paragraph', content: text(SKULL) }] }]
  }),
  'another value than it shows, accepted': accepted(() => [
    { is: 'field', name: 'subject', was: 'không phải', put: SKULL },
  ]),
  'a clause called as one that the text refers to, accepted': accepted((room) => [
    { ...blocks, before: idOf(lineOf(room.text)), put: [{ type: 'clause', attrs: { level: 'dieu', id: 'd2' } }] },
  ]),
  'a line cut into one that the text refers to, accepted': accepted((room) => {
    const [letter, next] = lettersOf(lineOf(room.text))
    const put = { type: 'clause', attrs: { level: 'dieu', id: 'd2' } }
    return [{ is: 'split', ...at, line: idOf(lineOf(room.text)), after: placeOf(letter), before: placeOf(next), put }]
  }),
  'lines joined in the wrong order, accepted': accepted((room) => [
    { is: 'join', line: idOf(lineOf(room.text, 1)), next: idOf(lineOf(room.text)), was: { type: 'paragraph' } },
  ]),
  'a line joined to itself, accepted': accepted((room) => [
    { is: 'join', line: idOf(lineOf(room.text)), next: idOf(lineOf(room.text)), was: { type: 'paragraph' } },
  ]),
  'a look of no letters, accepted': accepted((room) => [
    { is: 'look', line: idOf(lineOf(room.text)), letters: [], was: [], mark: 'bold', on: true },
  ]),
  'lines joined that are not there, accepted': accepted(() => [
    { is: 'join', line: { client: 5, clock: 5 }, next: { client: 5, clock: 6 }, was: { type: 'paragraph' } },
  ]),
}

const placeOf = (at: { client: number; clock: number } | undefined) => ({ client: at?.client, clock: at?.clock })
const idOf = (line: Y.XmlElement) => placeOf(line._item?.id)

function owner(ask: (room: Room, own: string) => Promise<Answer>): Forged {
  return { refused: [200], ask: (room) => ask(room, room.known.own.id) }
}

/** Kept under the forger's name, since it could be meant so, and refused when it is to come into the text. */
function accepted(changes: (room: Room) => unknown[]): Forged {
  return owner(async (room) => {
    const forgedId = id()
    const { status } = await room.ask({ body: keep([{ id: forgedId, changes: changes(room) }]) })
    if (status !== 200) return { status, json: 'it could not be kept' }
    const answer = told(await room.asOwner({ body: decide('accept', { id: forgedId, revision: 1 }) }), 'gone', forgedId)
    await room.ask({ body: keep([], { take: [forgedId] }) })
    return answer
  })
}

const UNTOLD = -1

/** The answer, or a status that is none where it does not say that this one was left. */
function told(answer: Answer, as: 'gone' | 'changed', wanted: string): Answer {
  const list = new Map(Object.entries(answer.json ?? {})).get(as)
  return Array.isArray(list) && list.includes(wanted) ? answer : { status: UNTOLD, json: answer.json }
}

export const REQUESTS: Record<string, Forged> = {
  ...DECIDING,
  ...OTHERS,
  ...NAMES,
  ...CHANGES,
  ...ROUTES,
  ...DECISIONS,
}
