import { describe, expect, test } from 'vitest'
import { AppError } from '$lib/errors.ts'
import { MALFORMED, manyKeys, manyParts, part } from '../../tests/fixtures/malformed-bodies.ts'
import { budgetOf } from './budgets.ts'
import { formOf, MOST_FIELDS, MOST_PARTS, Upload } from './form.ts'

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=b'

/** A request whose body comes in pieces, as from a socket; `read` says how many bytes of it were asked for. */
function requestWith(
  body: Uint8Array,
  type: string,
  { pieceBytes = 64 * 1024, saidBytes }: { pieceBytes?: number; saidBytes?: number } = {},
) {
  let at = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= body.length) return controller.close()
      controller.enqueue(body.subarray(at, (at += pieceBytes)))
    },
  })
  const headers = { 'content-type': type, ...(saidBytes && { 'content-length': String(saidBytes) }) }
  const init = { method: 'POST', headers, body: stream, duplex: 'half' }
  return { request: new Request('http://localhost/', init), read: () => at }
}

const budget = (routeId: string | null = null) => budgetOf(routeId, 25 * 1024 * 1024)

const read = (body: string | Buffer, type: string, routeId?: string) =>
  formOf(requestWith(Buffer.from(body), type).request, budget(routeId))

async function codeOf(form: Promise<unknown>): Promise<string> {
  try {
    await form
    return 'read'
  } catch (failure) {
    if (failure instanceof AppError) return failure.code
    throw failure
  }
}

describe('what browsers send', () => {
  test('urlencoded: blanks, Vietnamese, several of one name, names without a value', async () => {
    const form = await read('name=L%C3%B2+Th%E1%BB%8B+Mai&roles=admin&roles=leader&x&=y&z=a%3Db', FORM)
    expect(Object.fromEntries(form)).toEqual({
      name: 'Lò Thị Mai',
      roles: ['admin', 'leader'],
      x: '',
      '': 'y',
      z: 'a=b',
    })
    expect([...(await read('', FORM))]).toEqual([])
  })

  test('NFD becomes NFC, lone surrogates become U+FFFD', async () => {
    const form = await read(`name=${encodeURIComponent('Lò'.normalize('NFD'))}`, FORM)
    expect(form.get('name')).toBe('Lò'.normalize('NFC'))
  })

  test.each([1, 7, 64 * 1024])(
    'multipart in pieces of %i: fields, and a file with its Vietnamese name and its bytes',
    async (piece) => {
      const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 97, 13, 10])
      const body = Buffer.concat([
        Buffer.from(part('dueAt', '30/11/2026') + part('dueAt', '') + part('rỗng', '')),
        Buffer.from(
          '--b\r\nContent-Disposition: form-data; name="pdf"; filename="Quyết định số 15.pdf"\r\nContent-Type: application/pdf\r\n\r\n',
        ),
        bytes,
        Buffer.from('\r\n--b--\r\n'),
      ])
      const form = await formOf(requestWith(body, MULTIPART, { pieceBytes: piece }).request, budget('/(office)/verify'))
      expect(form.get('dueAt')).toEqual(['30/11/2026', ''])
      expect(form.get('rỗng')).toBe('')
      const file = form.get('pdf')
      if (!(file instanceof Upload)) throw new Error('no file')
      expect(file.name).toBe('Quyết định số 15.pdf')
      expect(Buffer.from(file.bytes)).toEqual(bytes)
    },
  )

  test('what FormData of the platform itself makes', async () => {
    const given = new FormData()
    given.set('holder', 'seal')
    given.set('imagePng', new File([new Uint8Array(1_000_000)], 'dấu "đỏ".png', { type: 'image/png' }))
    const response = new Response(given)
    const body = Buffer.from(await response.arrayBuffer())
    const form = await read(body, response.headers.get('content-type') ?? '', '/(office)/admin/keys')
    expect(form.get('holder')).toBe('seal')
    const image = form.get('imagePng')
    expect(image instanceof Upload && image.bytes.length).toBe(1_000_000)
  })

  test.each([
    ['said to be as long as it is', (length: number) => length],
    ['said to be shorter', (length: number) => Math.floor(length / 3)],
    ['of a length that nobody said', () => 0],
  ])('long files come whole, in a body %s', async (_, saidOf) => {
    const texts = ['a', 'bc', 'def'].map((letters) => letters.repeat(500_000))
    const body = Buffer.from(`${texts.map((text, n) => part(`file${n}"; filename="f`, text)).join('')}--b--`)
    const saidBytes = saidOf(body.length)
    const form = await formOf(requestWith(body, MULTIPART, { saidBytes }).request, budget('/(office)/verify'))
    const files = [...form.values()].map((file) => file instanceof Upload && new TextDecoder().decode(file.bytes))
    expect(files.map((text, n) => text === texts[n])).toEqual([true, true, true])
  })
})

describe('BUDGET-1: what nobody sends', () => {
  const forms = MALFORMED.filter(({ type, announced }) => type && !type.includes('json') && !announced)
  test.each(forms.map((one) => [one.name, one] as const))(
    '%s is refused, or read whole',
    async (_, { body, type = '' }) => {
      expect(['bad_input', 'too_large', 'wrong_media', 'read']).toContain(await codeOf(read(body, type)))
    },
  )

  test('no more fields than a form of ours may have', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, i) => `k${i}=`).join('&')
    expect(await codeOf(read(fields(MOST_FIELDS), FORM))).toBe('read')
    expect(await codeOf(read(fields(MOST_FIELDS + 1), FORM))).toBe('bad_input')
    expect(await codeOf(read(manyParts(MOST_PARTS), MULTIPART))).toBe('read')
    expect(await codeOf(read(manyParts(MOST_PARTS + 1), MULTIPART))).toBe('bad_input')
  })

  test.each([
    ['keys', manyKeys(1_000_000), FORM, '/(office)/verify'],
    ['parts', manyParts(400_000), MULTIPART, '/(office)/verify'],
  ])('of a million %s little is read, and in no time', async (_, body, type, routeId) => {
    const { request, read } = requestWith(body, type)
    const began = performance.now()
    expect(['bad_input', 'too_large']).toContain(await codeOf(formOf(request, budget(routeId))))
    expect(performance.now() - began).toBeLessThan(1_000)
    if (type === MULTIPART) expect(read()).toBeLessThan(body.length / 10)
  })

  test('reading stops at the limit of the route, however much comes', async () => {
    const { request, read } = requestWith(new Uint8Array(20_000_000).fill(97), FORM)
    expect(await codeOf(formOf(request, budget()))).toBe('too_large')
    expect(read()).toBeLessThan(300_000)
  })

  test('text in an upload has the limit of a form', async () => {
    const body = `${part('a', 'x'.repeat(200_000))}--b--`
    expect(await codeOf(read(body, MULTIPART, '/(office)/verify'))).toBe('too_large')
  })
})
