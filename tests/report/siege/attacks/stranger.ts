/** What anybody can send who reaches the port. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { COLLAB_PATH } from '../../../../src/lib/collab/protocol.ts'
import { many, type Visitor } from '../house.ts'
import type { Attack } from './attack.ts'
import { bombInStreams, longChain, stuffedWithSignatures } from './pdfs.ts'

const FORM = 'application/x-www-form-urlencoded'
const SIGN_IN = '/sign-in?/password'
const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}=1`).join('&')

const upload = (visitor: Visitor, bytes: Uint8Array) => {
  const form = new FormData()
  form.set('pdf', new Blob([Buffer.from(bytes)], { type: 'application/pdf' }), 'van-ban.pdf')
  return visitor.ask('/verify', { kind: 'upload', method: 'POST', body: form })
}

/** Many parts with next to nothing in them. */
const parts = (count: number) =>
  `${Array.from({ length: count }, (_, index) => `--x\r\ncontent-disposition: form-data; name="k${index}"\r\n\r\n\r\n`).join('')}--x--\r\n`

/** Sends what no honest program sends, and waits until it is cut off. */
async function blurt(url: string, text: string): Promise<void> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.resume()
  socket.write(text)
  await Promise.race([closed, sleep(10_000)])
  socket.destroy()
}

/** A body in chunks of one byte. */
const crumbs = (url: string, path: string, type: string, count: number) =>
  [
    `POST ${path} HTTP/1.1`,
    `host: ${new URL(url).host}`,
    `origin: ${url}`,
    `content-type: ${type}`,
    'transfer-encoding: chunked',
    '',
    `${'1\r\na\r\n'.repeat(count)}0\r\n\r\n`,
  ].join('\r\n')

export const STRANGER: Attack[] = [
  {
    name: 'a form in 60,000 chunks of one byte (360 kB)',
    from: 'stranger',
    isQuick: true,
    run: ({ url }) => blurt(url, crumbs(url, SIGN_IN, FORM, 60_000)),
  },
  {
    name: 'ten uploads in 300,000 chunks of one byte',
    from: 'stranger',
    async run({ url }) {
      const body = crumbs(url, '/verify', 'multipart/form-data; boundary=x', 300_000)
      await many(10, () => blurt(url, body))
    },
  },
  {
    name: '2,000 pages down one connection without waiting (100 kB)',
    from: 'stranger',
    isQuick: true,
    run: ({ url }) => blurt(url, `GET /sign-in HTTP/1.1\r\nhost: ${new URL(url).host}\r\n\r\n`.repeat(2_000)),
  },
  {
    name: 'a form of 10,000 fields',
    from: 'stranger',
    isQuick: true,
    run: async ({ stranger }) => void (await stranger.post(SIGN_IN, keys(10_000), { 'content-type': FORM })),
  },
  {
    name: 'a form of 40,000 fields (302 kB), ten times',
    from: 'stranger',
    isQuick: true,
    async run({ stranger }) {
      const body = keys(40_000)
      await many(10, () => stranger.post(SIGN_IN, body, { 'content-type': FORM }))
    },
  },
  {
    name: 'a form of a million fields',
    from: 'stranger',
    run: async ({ stranger }) => void (await stranger.post(SIGN_IN, keys(1_000_000), { 'content-type': FORM })),
  },
  {
    name: 'one field named 60,000 times',
    from: 'stranger',
    run: async ({ stranger }) => void (await stranger.post(SIGN_IN, 'a=&'.repeat(20_000), { 'content-type': FORM })),
  },
  {
    name: 'a form in 200,000 parts',
    from: 'stranger',
    isQuick: true,
    run: async ({ stranger }) =>
      void (await stranger.post(SIGN_IN, parts(200_000), { 'content-type': 'multipart/form-data; boundary=x' })),
  },
  {
    name: 'an upload to /verify in 200,000 parts',
    from: 'stranger',
    run: async ({ stranger }) =>
      void (await stranger.ask('/verify', {
        kind: 'upload',
        method: 'POST',
        body: parts(200_000),
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      })),
  },
  {
    name: 'bodies that are none: no boundary, text, JSON nested 100,000 deep',
    from: 'stranger',
    isQuick: true,
    async run({ stranger }) {
      const deep = '['.repeat(100_000)
      const types = ['multipart/form-data', 'text/plain', 'application/json', 'application/x-sveltekit-formdata', '']
      await many(types.length * 4, (index) =>
        stranger.post(SIGN_IN, deep, { 'content-type': types[index % types.length] ?? '' }),
      )
    },
  },
  {
    name: 'a PDF with 16 stuffed signatures (8 MB), six times',
    from: 'stranger',
    async run({ stranger, issuedPdf }) {
      const pdf = stuffedWithSignatures(issuedPdf, 15, 490_000)
      await many(6, () => upload(stranger, pdf))
    },
  },
  {
    name: 'a PDF with bombs in its streams, six times',
    from: 'stranger',
    isQuick: true,
    async run({ stranger }) {
      const pdf = bombInStreams()
      await many(6, () => upload(stranger, pdf))
    },
  },
  {
    name: 'a PDF whose cross references go round, and one of 50,000 revisions',
    from: 'stranger',
    async run({ stranger, issuedPdf }) {
      await upload(stranger, longChain(issuedPdf, 50_000))
      await upload(stranger, longChain(issuedPdf, 3, true))
    },
  },
  {
    name: '25 MB of ByteRange to /verify, four times',
    from: 'stranger',
    async run({ stranger }) {
      const pdf = Buffer.from(`%PDF-1.7\n${'1 0 obj<</ByteRange[0 9 9 9]/Contents<00>>>endobj\n'.repeat(450_000)}`)
      await many(4, () => upload(stranger, pdf))
    },
  },
  {
    name: '300 unknown codes at /verify',
    from: 'stranger',
    isQuick: true,
    run: async ({ stranger }) =>
      void (await many(300, (index) => stranger.ask(`/verify/ABCD-${index + 1000}-WXYZ`, { kind: 'page' }))),
  },
  {
    name: '100 wrong passwords at once',
    from: 'stranger',
    isQuick: true,
    run: async ({ stranger }) =>
      void (await many(100, (index) =>
        stranger.post(SIGN_IN, new URLSearchParams({ username: `ai-do-${index}`, password: 'x'.repeat(200) })),
      )),
  },
  {
    name: '300 pages at once',
    from: 'stranger',
    run: async ({ stranger }) => void (await many(300, () => stranger.ask('/sign-in', { kind: 'page' }))),
  },
  {
    name: 'addresses of 8 kB, broken escapes and empty letters in them',
    from: 'stranger',
    isQuick: true,
    async run({ stranger }) {
      const odd = [`/sign-in?to=${'/a'.repeat(4_000)}`, '/verify/%00', '/%E0%A4%A', `/verify?code=${'%00'.repeat(900)}`]
      await many(80, (index) => stranger.ask(odd[index % odd.length] ?? '/', { kind: 'page' }))
    },
  },
  {
    name: '300 connections that say one letter a second',
    from: 'stranger',
    async run({ url }) {
      const { hostname, port } = new URL(url)
      await many(300, async () => {
        const socket = connect(Number(port), hostname).on('error', () => {})
        await once(socket, 'connect').catch(() => {})
        socket.write(`POST /sign-in HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 1000\r\n`)
        for (let second = 0; second < 8 && socket.writable; second++) {
          socket.write('x')
          await sleep(1_000)
        }
        socket.destroy()
      })
    },
  },
  {
    name: '500 sockets without a session',
    from: 'stranger',
    isQuick: true,
    async run({ url, longDraftId }) {
      const address = `${url.replace(/^http/, 'ws')}${COLLAB_PATH}/${longDraftId}`
      await many(500, async () => {
        const socket = new WebSocket(address, { origin: url }).on('error', () => {})
        await Promise.race([once(socket, 'close'), sleep(5_000)])
        socket.terminate()
      })
    },
  },
]
