/** Signed files, altered at random (seeded): never called whole, never an error, never slow. */
import { beforeAll, expect, test } from 'vitest'
import { type Examination, examinePdf } from '../../server/issue/verify/examine.ts'
import { append, makeSigner, objectText, sign, wordsPdf } from '../tools/signed-pdf.ts'

const signers = [makeSigner('Nguyễn Văn Nhất'), makeSigner('Ủy ban nhân dân tỉnh Sơn La')] as const
const trust = { authorities: [], now: new Date('2026-11-29T03:00:00Z') }
let plain: Buffer
let packed: Buffer

beforeAll(async () => {
  const both = async (pdf: Uint8Array) =>
    Buffer.from(
      await sign(await sign(pdf, signers[0], 'Signer'), signers[1], 'Seal', {
        rectangle: { x: 250, y: 280, width: 100, height: 100 },
      }),
    )
  plain = await both(await wordsPdf({ pages: 2 }))
  packed = await both(await wordsPdf({ pages: 2, packed: true }))
  for (const pdf of [plain, packed]) expect(isWhole(examinePdf(pdf, trust))).toBe(true)
})

/** Every signature is there, and nothing is said against any. */
function isWhole({ signatures, malformed, unclear }: Examination): boolean {
  return (
    signatures.length >= 2 &&
    malformed === 0 &&
    unclear === null &&
    signatures.every(
      ({ integrity, after }) => integrity.state === 'intact' && ['nothing', 'allowed'].includes(after.state),
    )
  )
}

/** Mulberry32. */
function randoms(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** The reserved places of the signatures: what they hold is not signed, and fills up with zeros. */
function gapsOf(pdf: Buffer): [number, number][] {
  return [...pdf.toString('latin1').matchAll(/<[0-9A-Fa-f]{2000,}>/g)].map(({ index, 0: gap }) => [
    index,
    index + gap.length,
  ])
}

test.each(Array.from({ length: 12 }, (_, seed) => seed))('bytes changed, put in and taken out (seed %i)', (seed) => {
  const random = randoms(seed + 1)
  const source = seed % 2 === 0 ? plain : packed
  const gaps = gapsOf(source)
  for (let round = 0; round < 8; round++) {
    let at = random(source.length)
    // Half of the file is reserved places: the rest is what matters.
    if (gaps.some(([from, to]) => at >= from && at < to)) at = random(gaps[0]?.[0] ?? 1)
    const [before, after] = [source.subarray(0, at), source.subarray(at)]
    const kind = random(4)
    const other = Buffer.from([(source[at] ?? 0) ^ (1 + random(255))])
    const changed =
      kind === 0
        ? Buffer.concat([before, other, after.subarray(1)])
        : kind === 1
          ? Buffer.concat([before, other, after])
          : kind === 2
            ? Buffer.concat([before, after.subarray(1 + random(40))])
            : Buffer.concat([before, source.subarray(random(source.length)).subarray(0, 1 + random(400)), after])
    if (changed.equals(source)) continue
    expect(isWhole(examinePdf(changed, trust)), `seed ${seed}, round ${round}, byte ${at}, kind ${kind}`).toBe(false)
  }
})

test.each(Array.from({ length: 6 }, (_, seed) => seed))(
  'updates in good order that replace what was signed (seed %i)',
  (seed) => {
    const random = randoms(seed + 100)
    const numbers = [...plain.toString('latin1').matchAll(/\n(\d+) 0 obj/g)].map(([, num]) => Number(num))
    const objects = [...new Set(numbers)]
    for (let round = 0; round < 6; round++) {
      const [target, other] = [objects[random(objects.length)] ?? 1, objects[random(objects.length)] ?? 1]
      const text = objectText(plain, other)
      if (target === other || text === objectText(plain, target) || text.includes('/ByteRange')) continue
      const updated = append(plain, random(4) === 0 ? { free: [target] } : { objects: { [target]: text } })
      const examined = examinePdf(updated, trust)
      // What nothing leads to may be freed; nothing else may.
      const { signatures } = examined
      expect(isWhole(examined), `seed ${seed}: object ${target} as ${other}`).toBe(false)
      expect(signatures.every(({ integrity }) => integrity.state === 'intact')).toBe(true)
    }
  },
)

test('any bytes at all get an answer', () => {
  const random = randoms(7)
  for (let round = 0; round < 60; round++) {
    const junk = Buffer.from(Array.from({ length: 200 + random(2000) }, () => random(256)))
    const pieces = [
      '%PDF-1.7\n',
      '1 0 obj\n',
      '<< ',
      ' >>',
      'xref\n0 1\n',
      'trailer\n',
      'startxref\n9\n%%EOF',
      ' R ',
      '[',
      ']',
      '(',
    ]
    const text = Array.from({ length: random(60) }, () => pieces[random(pieces.length)] ?? '').join('')
    examinePdf(
      Buffer.concat([Buffer.from('%PDF-1.7\n'), junk, Buffer.from(text), Buffer.from('startxref\n9\n%%EOF')]),
      trust,
    )
  }
})
