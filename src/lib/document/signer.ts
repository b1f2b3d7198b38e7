/** Whether the block under the text names a person: who signs must be who is named there. */
import type { Fields } from './model.ts'
import { isSamePrintedName } from './same-signer.ts'

export type Signer = Pick<Fields, 'signerId' | 'signerName'>

/**
 * Whoever signs is both whom the draft means and whose name is printed: a client writes the two fields by themselves. A
 * block without any name is the checker's matter.
 */
export function isSigner(person: { id: string; name: string }, { signerId, signerName }: Signer): boolean {
  if (signerId && signerId !== person.id) return false
  return signerName.trim() === '' || isSamePrintedName(signerName, person.name)
}
