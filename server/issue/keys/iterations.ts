/** How long a PKCS#12 file lets its PIN be computed, told without computing it. */
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { hasTooManyParts } from '../pki/open.ts'

const PBKDF2 = '1.2.840.113549.1.5.12'
/** The older algorithms of PKCS#12 itself (RFC 7292, appendix C) and of PKCS#5 (RFC 8018, appendix A.3). */
const OLDER = /^1\.2\.840\.113549\.1\.(12\.1|5)\.\d+$/
const DEEPEST = 24

export interface Iterations {
  all: number
  /** Of those, what the library computes on the thread that asked, in one go for each part: all but PBKDF2's. */
  blocking: number
}

/**
 * The rounds that it asks for, for its MAC, its certificates and its keys, as far as they stand in the open: each part is
 * computed when it is opened. Throws when it is no PKCS#12 file, or one of more parts than any key has.
 */
export function iterationsOf(pkcs12: Uint8Array): Iterations {
  if (hasTooManyParts(pkcs12)) throw new Error('a file of too many parts')
  const file = pkijs.PFX.fromBER(new Uint8Array(pkcs12).buffer)
  const content = file.authSafe.toSchema()
  const blocking = macRounds(file) + roundsIn(content, 0, olderRuns)
  return { all: blocking + roundsIn(content, 0, newerRuns), blocking }
}

const macRounds = (file: pkijs.PFX) => Math.max(0, file.macData?.iterations ?? 1)

/** How often an algorithm computes its rounds. */
type Runs = (algorithm: string) => number
const newerRuns: Runs = (algorithm) => (algorithm === PBKDF2 ? 1 : 0)
/** The older ones compute a key and then an initial vector. */
const olderRuns: Runs = (algorithm) => (algorithm !== PBKDF2 && OLDER.test(algorithm) ? 2 : 0)

function roundsIn(node: asn1js.AsnType, depth: number, runsOf: Runs): number {
  if (depth > DEEPEST) return Infinity
  if (node instanceof asn1js.OctetString && !node.idBlock.isConstructed) {
    const content = structureIn(node.valueBlock.valueHexView)
    return content ? roundsIn(content, depth + 1, runsOf) : 0
  }
  if (!(node instanceof asn1js.Constructed)) return 0
  const parts = node.valueBlock.value
  const [name, parameters] = parts
  const algorithm = name instanceof asn1js.ObjectIdentifier ? name.valueBlock.toString() : ''
  const own = parameters instanceof asn1js.Sequence ? runsOf(algorithm) * roundsOf(parameters) : 0
  return parts.reduce((sum, part) => sum + roundsIn(part, depth + 1, runsOf), own)
}

/** Contents are wrapped in strings of bytes; what is no structure in them is ciphertext or salt, and may look like anything. */
function structureIn(bytes: Uint8Array): asn1js.Sequence | null {
  try {
    const { result, offset } = asn1js.fromBER(new Uint8Array(bytes).buffer)
    return offset > 0 && result instanceof asn1js.Sequence ? result : null
  } catch {
    return null // the library throws at some bytes that it takes for a time
  }
}

/** Salt, then the number of rounds. */
function roundsOf({ valueBlock }: asn1js.Sequence): number {
  const [, rounds] = valueBlock.value
  if (!(rounds instanceof asn1js.Integer)) return 0
  return rounds.valueBlock.isHexOnly ? Infinity : Math.max(0, rounds.valueBlock.valueDec)
}
