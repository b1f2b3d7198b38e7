/** What this room makes sure of about its own files before it stores or builds on them. */
import { inspect, type InspectedSignature } from './inspect.ts'

/** Throws unless the PDF has exactly so many signatures, each intact, the last one over the whole file. */
export async function needIntactSignatures(pdf: Uint8Array, count: number): Promise<InspectedSignature[]> {
  const { signatures, malformed } = inspect(pdf)
  if (signatures.length !== count || malformed > 0)
    throw new Error(`expected ${count} signatures, found ${signatures.length}`)
  if (signatures.some(({ integrity }) => integrity.state !== 'intact'))
    throw new Error('a signature does not fit the file')
  if (signatures.at(-1)?.end !== pdf.length) throw new Error('the last signature does not cover the whole file')
  return signatures
}
