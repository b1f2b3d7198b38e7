/** Whether the block under the text names a person: who signs must be who is named there. */
import type { Fields } from './model.ts'

export type Signer = Pick<Fields, 'signerId' | 'signerName'>

/** By the id where one was chosen, else by the name as written. A block without any name is the checker's matter. */
export function isSigner(person: { id: string; name: string }, { signerId, signerName }: Signer): boolean {
  if (signerId) return signerId === person.id
  return signerName.trim() === '' || signerName.normalize('NFC').trim() === person.name.normalize('NFC').trim()
}
