/** Beside the name in each certificate of a document of ours, the name that stands on the paper. */
import { isSameName } from '../pki/same-name.ts'
import type { PublicEntry } from './entry.ts'
import type { SignatureReport } from './report.ts'

export interface NamedSignature extends SignatureReport {
  /** Null where the paper names nobody for it. */
  onPaper: { name: string; fits: boolean } | null
}

/**
 * Of the first `ours` signatures, the competent person's comes first, then the agency's (Decree 30/2020, Điều 13). Who signed by
 * hand has none.
 */
export function nameSigners(signatures: SignatureReport[], entry: PublicEntry | null, ours: number): NamedSignature[] {
  const names = !entry ? [] : entry.isByHand ? [entry.agency] : [entry.signerName, entry.agency]
  const persons = signatures.slice(0, ours).filter(({ type }) => type === 'signature')
  return signatures.map((signature) => {
    const name = names[persons.indexOf(signature)]
    return { ...signature, onPaper: name ? { name, fits: isSameName(signature.signerName, name) } : null }
  })
}

/**
 * The signatures of a file that is ours to the byte up to `end`: where the office has put its own seal there is no
 * cover-up, even where a large one lies over words. Pictures that came behind stay what they are.
 */
export function asIssued(signatures: SignatureReport[], end = Infinity): SignatureReport[] {
  return signatures.map((signature) => {
    const { after } = signature
    if (after.state !== 'covered') return signature
    const covers = after.covers.map((cover) => (cover.end <= end ? { ...cover, over: 'beside' as const } : cover))
    const state = covers.some(({ over }) => over === 'words') ? 'covered' : 'allowed'
    return { ...signature, after: { state, covers } }
  })
}
