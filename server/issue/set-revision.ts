import { printModel } from '../../src/lib/document/print.ts'
import type { Person } from '../access/person.ts'
import type { Ground } from './ground.ts'
import type { SetPages } from './handed-in.ts'
import { imagesFor } from './images.ts'
import type { Revision } from './revision.ts'

/** The pages of a frozen revision: what is signed. Throws `typeset_failed {character?}`, `image_missing {count}` or `too_heavy`. */
export function setRevision(
  ground: Ground,
  person: Person,
  draftId: string,
  { document, marks, hash }: Revision,
): Promise<SetPages> {
  const asked = { urgency: 'sign', person: person.id, about: draftId, text: hash } as const
  return ground.typeset({ model: printModel(document, marks) }, asked, imagesFor(ground, draftId))
}
