import { imagesIn } from '../../src/lib/document/image.ts'
import { printModel } from '../../src/lib/document/print.ts'
import type { Person } from '../access/person.ts'
import type { Ground } from './ground.ts'
import type { Revision } from './revision.ts'

/** The Word file of a frozen revision. */
export async function makeWord(
  ground: Ground,
  person: Person,
  draftId: string,
  { document, marks, hash }: Revision,
): Promise<Uint8Array> {
  const images = await ground.images.bytes(imagesIn(document.body))
  const asked = { urgency: 'sign', person: person.id, about: draftId, text: hash } as const
  return ground.toWord({ model: printModel(document, marks), images }, asked)
}
