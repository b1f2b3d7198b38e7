/**
 * Somebody goes on in their suggestions without a line, before, inside and behind their words, while these are accepted, rejected
 * or left. When they come back they read what they wrote: nothing twice, nothing gone; and accepting the rest gives just that.
 */
import type { Node } from '@tiptap/pm/model'
import type { Transform } from '@tiptap/pm/transform'
import { initProseMirrorDoc } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { schema } from '../../document/schema.ts'
import { newText } from '../../document/seed.ts'
import { apply, remap, stands } from '../../document/suggest/apply.ts'
import { Fork } from '../../document/suggest/fork.ts'
import { normalChanges } from '../../document/suggest/normal.ts'
import { copyOf, edit, plain, random } from '../../document/suggest/testing.ts'
import { documentOf, p } from '../../document/testing.ts'
import { type Decided, Outbox } from './outbox.ts'

const SEQUENCES = Number(process.env.SUGGEST_SEQUENCES ?? 300)
const FIRST = Number(process.env.SUGGEST_SEED ?? 1)

type Pick = (below: number) => number

const start = () =>
  newText(
    documentOf('quyet-dinh', [p('Một hai ba bốn năm sáu.'), p('Bảy tám chín mười.'), p('Cuối cùng của văn bản.')]),
  )
const WORDS = ['xin ', 'mới', ' thêm', 'aaa', 'đ']

/** What one writes first, each at a place of its own. */
function begin(doc: Y.Doc, pick: Pick): void {
  const acts = [
    (tr: Transform) => void tr.insert(5, schema.text(`${WORDS[pick(5)]} ${WORDS[pick(5)]}`)),
    (tr: Transform) => void tr.replaceWith(5, 8, schema.text(`HAI ${WORDS[pick(5)]}`)),
    (tr: Transform) => {
      const line = schema.node('textblock', null, schema.text(`Dòng mới ${WORDS[pick(5)]}`))
      tr.insert(tr.doc.firstChild?.nodeSize ?? 0, line)
    },
    (tr: Transform) => void tr.insert(5, schema.text('đậm ', [schema.mark('bold')])),
  ]
  edit(doc, acts[pick(acts.length)] ?? (() => {}))
  if (pick(2) === 0) edit(doc, (tr) => tr.insert(endOf(tr.doc) - 3, schema.text('khác ')))
}
const endOf = (doc: Node) => doc.content.size - 1

/** From where to where what this person put stands among the words of the copy. */
function ownWords(fork: Fork): { from: number; to: number }[] {
  const texts = fork.suggestions().flatMap(({ changes }) =>
    changes.flatMap((change) => {
      if (change.is !== 'words' && change.is !== 'blocks') return []
      return change.put.map((node) => node.text ?? node.content?.map(({ text }) => text ?? '').join('') ?? '')
    }),
  )
  const found: { from: number; to: number }[] = []
  const { doc } = initProseMirrorDoc(fork.doc.getXmlFragment('body'), schema)
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return
    for (const text of texts) {
      const at = text === '' ? -1 : node.textContent.indexOf(text)
      if (at >= 0) found.push({ from: pos + 1 + at, to: pos + 1 + at + text.length })
    }
  })
  return found
}

/** Before, inside or behind them; letters go as well, own ones and those beside them. */
function goOn(fork: Fork, pick: Pick): void {
  const all = ownWords(fork)
  const one = all[pick(all.length)]
  if (!one) return
  const inside = one.from + pick(one.to - one.from + 1)
  const at = [one.from, inside, one.to][pick(3)] ?? one.to
  const word = WORDS[pick(5)] ?? ''
  edit(fork.doc, (tr) => {
    const end = tr.doc.resolve(at).end()
    switch (pick(4)) {
      case 0:
      case 1:
        return void tr.insert(at, schema.text(word))
      case 2:
        return void tr.delete(at, Math.min(end, at + 1 + pick(3)))
      case 3:
        return void tr.replaceWith(at, Math.min(end, at + 1), schema.text(word))
    }
  })
}

type Fate = 'open' | 'accepted' | 'rejected'

/** As the server does: in the form in which a suggestion is kept. */
function decide(text: Y.Doc, all: readonly Decided[]): void {
  let waiting = [...all]
  while (waiting.length > 0) {
    const [first, ...rest] = waiting
    waiting = rest
    if (!first || first.state !== 'accepted' || !stands(text, first.changes)) continue
    const own = text.clientID
    text.clientID = first.client
    const moved = text.transact((tr) => apply(tr, first.changes))
    text.clientID = own
    waiting = rest.map((one) => ({ ...one, changes: one.changes.map((change) => remap(change, moved)) }))
  }
}

function away(seed: number) {
  const pick = random(seed * 15_485_863)
  const text = start()
  const outbox = new Outbox('p', `away ${seed}`)
  const fork = new Fork(copyOf(text), [])
  outbox.take(fork)
  begin(fork.doc, pick)
  outbox.note(fork)
  const sent = outbox.left
  outbox.sent(sent)
  for (let times = pick(4); times > 0; times--) goOn(fork, pick)
  outbox.note(fork)
  const written = plain(fork.doc)
  const touched = new Set([...outbox.left.put.map(({ id }) => id), ...outbox.left.take])
  const list = sent.put.map(({ id, changes }, at): Decided => {
    const state = (['open', 'accepted', 'rejected'] as const satisfies Fate[])[pick(3)] ?? 'open'
    return { id, changes: normalChanges(changes), state, client: 500_000 + at }
  })
  decide(text, list)
  const ids = list.flatMap(({ id, state }) => (state === 'open' ? [] : [id]))
  if (pick(2) === 0) outbox.rescue(list, text)
  else outbox.forget(ids, list, text)
  const isDecided = (id: string) => ids.includes(id)
  const open = list.filter(({ state }) => state === 'open')
  const again = new Fork(text, outbox.begin(open, isDecided))
  // A rejected one that was not gone on with stays rejected: it stands in the copy no more.
  const isLeftOut = list.some(({ id, state }) => state === 'rejected' && !touched.has(id))
  // One that was taken back where nobody heard of it, and accepted meanwhile, is in the text.
  const isTakenToo = list.some(({ id, state }) => state !== 'open' && !fork.ids.includes(id))
  return { again, written, isCompared: !isLeftOut && !isTakenToo, text, story: { sent, list, left: outbox.left } }
}

test('nothing comes back twice, and nothing is gone', () => {
  let compared = 0
  for (let seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
    const { again, written, isCompared, text, story } = away(seed)
    if (!isCompared) continue
    compared++
    expect(plain(again.doc), `seed ${seed} ${JSON.stringify(story)}`).toBe(written)
    const rest = again.suggestions().map(({ id, changes }, at): Decided => {
      return { id, changes: normalChanges(changes), state: 'accepted', client: 900_000 + at }
    })
    decide(text, rest)
    expect(plain(text), `seed ${seed}, the rest accepted`).toBe(written)
  }
  expect(compared).toBeGreaterThan(SEQUENCES / 3)
})

/** Somebody has put a word in, it was accepted, and they went on without a line. */
function goneOn({ edits, meanwhile }: { edits: (tr: Transform) => void; meanwhile: (text: Y.Doc) => void }) {
  const text = start()
  const outbox = new Outbox('p', 'd')
  const fork = new Fork(copyOf(text), [])
  outbox.take(fork)
  edit(fork.doc, (tr) => tr.insert(5, schema.text('thật mới ')))
  outbox.note(fork)
  const { put } = outbox.left
  outbox.sent(outbox.left)
  edit(fork.doc, edits)
  outbox.note(fork)
  const list = put.map((one): Decided => ({ ...one, state: 'accepted', client: 77 }))
  decide(text, list)
  meanwhile(text)
  outbox.rescue(list, text)
  const again = new Fork(
    text,
    outbox.begin([], () => false),
  )
  return initProseMirrorDoc(again.doc.getXmlFragment('body'), schema).doc.firstChild?.textContent
}

test('a colleague who deleted accepted words meanwhile has deleted them; what was typed beside them stays', () => {
  const edits = (tr: Transform) => void tr.insert(14, schema.text('nữa ')).insert(5, schema.text('xin '))
  expect(goneOn({ edits, meanwhile: () => {} })).toBe('Một xin thật mới nữa hai ba bốn năm sáu.')
  const meanwhile = (text: Y.Doc) => edit(text, (tr) => tr.delete(5, 10))
  expect(goneOn({ edits, meanwhile })).toBe('Một xin mới nữa hai ba bốn năm sáu.')
  const all = (text: Y.Doc) => edit(text, (tr) => tr.delete(5, 14))
  expect(goneOn({ edits, meanwhile: all })).toBe('Một xin nữa hai ba bốn năm sáu.')
})

test('what a colleague wrote into accepted words meanwhile stays', () => {
  const edits = (tr: Transform) => void tr.insert(14, schema.text('nữa '))
  const meanwhile = (text: Y.Doc) => edit(text, (tr) => tr.insert(10, schema.text('RẤT ')))
  expect(goneOn({ edits, meanwhile })).toBe('Một thật RẤT mới nữa hai ba bốn năm sáu.')
})
