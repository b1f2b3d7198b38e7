/** What somebody can send who may read and comment. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { SYNC } from '../../../../src/lib/collab/protocol.ts'
import { many } from '../house.ts'
import { Pen } from '../pen.ts'
import type { Attack } from './attack.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

export const READER: Attack[] = [
  {
    name: '40 previews of a hundred pages',
    from: 'reader',
    run: async ({ reader, longDraftId }) =>
      void (await many(40, () => reader.ask(`/drafts/${longDraftId}/preview.pdf`, { kind: 'typesetting' }))),
  },
  {
    name: '40 looks at the pages of a hundred pages',
    from: 'reader',
    run: async ({ reader, longDraftId }) =>
      void (await many(40, () => reader.ask(`/drafts/${longDraftId}/pages?pictures`, { kind: 'typesetting' }))),
  },
  {
    name: '30 times the page of a draft of a hundred pages',
    from: 'reader',
    isQuick: true,
    run: async ({ reader, longDraftId }) =>
      void (await many(30, () => reader.ask(`/drafts/${longDraftId}`, { kind: 'page' }))),
  },
  {
    name: '300 times the same, while somebody else opens it',
    from: 'reader',
    async run({ reader, author, longDraftId }) {
      const all = many(300, () => reader.ask(`/drafts/${longDraftId}`, { kind: 'page' }))
      await sleep(500)
      await author.ask(`/drafts/${longDraftId}`, { kind: 'page' })
      await all
    },
  },
  {
    name: 'comments of a megabyte, nested, and none at all',
    from: 'reader',
    isQuick: true,
    async run({ reader, longDraftId }) {
      const bodies = [
        JSON.stringify({ act: 'open', anchor: null, quote: 'x'.repeat(1_000_000), text: 'y' }),
        `{"act":"open","anchor":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
        JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]))),
        '{',
        'null',
      ]
      await many(40, (index) =>
        reader.post(`/drafts/${longDraftId}/threads`, bodies[index % bodies.length] ?? '', JSON_TYPE),
      )
    },
  },
  {
    name: '1,000 questions for the whole text over one socket that reads nothing',
    from: 'reader',
    isQuick: true,
    async run({ url, reader, longDraftId }) {
      const pen = await Pen.open(url, longDraftId, reader.cookie)
      pen.socket.pause()
      const nothing = Y.encodeStateVector(new Y.Doc())
      for (let index = 0; index < 1_000; index++) pen.say(SYNC.step1, nothing)
      await sleep(3_000)
      pen.close()
    },
  },
  {
    name: 'letters of somebody who may not write, from 40 sockets',
    from: 'reader',
    async run({ url, reader, longDraftId }) {
      const pens = await many(40, () => Pen.open(url, longDraftId, reader.cookie))
      for (const pen of pens)
        for (let index = 0; index < 200; index++) pen.edit((doc) => doc.getText('t').insert(0, 'xâm phạm'))
      await sleep(2_000)
      for (const pen of pens) pen.close()
    },
  },
  {
    name: 'messages of 7 MB that never end, over 40 sockets, and pongs over one',
    from: 'reader',
    async run({ url, reader, longDraftId }) {
      const pens = await many(40, () => Pen.open(url, longDraftId, reader.cookie))
      for (const { socket } of pens) socket.send(Buffer.alloc(7_000_000), { fin: false })
      const [first] = pens
      for (let index = 0; index < 100_000; index++) first?.socket.pong(undefined, undefined, () => {})
      await sleep(3_000)
      for (const pen of pens) pen.close()
    },
  },
  {
    name: 'a search in the register with 200 letters of every kind, 60 times',
    from: 'reader',
    isQuick: true,
    run: async ({ reader }) =>
      void (await many(60, (index) =>
        reader.ask(`/documents?search=${encodeURIComponent(`%_\\'${'ộ%'.repeat(90)}${index}`)}`, { kind: 'page' }),
      )),
  },
  {
    name: '200 looks at "my work" and the palette',
    from: 'reader',
    run: async ({ reader }) =>
      void (await many(200, (index) => reader.ask(index % 2 ? '/work' : '/palette', { kind: 'page' }))),
  },
]
