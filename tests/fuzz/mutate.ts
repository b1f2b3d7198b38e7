/** Frames of the protocol, and frames as a broken or hostile line would make of them. */
import type { Random } from './random.ts'

/** A sync message of this kind. */
export const wrapped = (kind: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0, kind, ...varUint(payload.length)]), payload])

function varUint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varUint(value >> 7)]
}

/** Bytes taken out, put in, changed or cut off, in a few places. */
export function mutate(frame: Buffer, random: Random): Buffer {
  const bytes = [...frame]
  for (let i = random.below(4); i >= 0; i--) {
    const at = random.below(bytes.length + 1)
    const what = random.below(5)
    if (what === 0) bytes.splice(at, 1 + random.below(4))
    else if (what === 1) bytes.splice(at, 0, ...Array.from({ length: 1 + random.below(4) }, () => random.below(256)))
    else if (what === 2 && bytes.length > 0) bytes[at % bytes.length] = random.below(256)
    else if (what === 3 && bytes.length > 0)
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << random.below(8))
    else bytes.splice(at)
  }
  return Buffer.from(bytes)
}
