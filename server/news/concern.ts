/** Whom something concerns. Pure: the one table of it. Nobody is told of what they did themselves. */
import type { DraftPart, NewsEvent, NewsTopic } from '../../src/lib/vocabulary.ts'
import type { Happening } from './shapes.ts'

export const TOPICS: Record<NewsEvent, NewsTopic> = {
  sent: 'path',
  passed: 'path',
  withdrawn: 'path',
  returned: 'path',
  approved: 'path',
  signed: 'path',
  sealed: 'path',
  issued: 'path',
  cancelled: 'path',
  voided: 'path',
  restarted: 'path',
  comment: 'talk',
  answer: 'talk',
  resolved: 'talk',
  suggested: 'suggest',
  accepted: 'suggest',
  rejected: 'suggest',
  reopened: 'suggest',
  mentioned: 'mention',
  due_soon: 'due',
  overdue: 'due',
  invited: 'people',
  consulted: 'people',
  key_ends: 'ends',
  seal_ends: 'ends',
  authority_ends: 'ends',
  stamper_ends: 'ends',
  number_late: 'ends',
}

/** Everybody who may be concerned; those who have left the office are not among them. */
export interface Circle {
  parts: { userId: string; part: DraftPart }[]
  /** Of the draft's agency. */
  clerks: string[]
  /** Who has spoken in the thread at hand. */
  speakers: string[]
  /** Who suggests what it is about. */
  suggesters: string[]
}

const DECIDED = { accept: 'accepted', reject: 'rejected', reopen: 'reopened' } as const

/** Who is told what. */
export function concerned(happening: Happening, circle: Circle, actorId: string): Map<string, NewsEvent> {
  const told = new Map<string, NewsEvent>()
  /** The first that is said of somebody counts. */
  const tell = (event: NewsEvent, people: Iterable<string | null>) => {
    for (const id of people) if (id !== null && id !== actorId && !told.has(id)) told.set(id, event)
  }
  const having = (...parts: DraftPart[]) =>
    circle.parts.filter(({ part }) => parts.includes(part)).map(({ userId }) => userId)
  const writers = having('owner', 'author')
  const all = circle.parts.map(({ userId }) => userId)

  switch (happening.is) {
    case 'move':
      tellOfMove(happening)
      break
    case 'restart':
      tell('restarted', [happening.ownerId])
      break
    case 'invite':
      tell(happening.as === 'author' ? 'invited' : 'consulted', [happening.userId])
      break
    // To be spoken to comes before everything else that is said of the same words.
    case 'comment':
      tell('mentioned', happening.mentioned)
      tell('comment', circle.suggesters)
      tell('comment', writers)
      break
    // Who speaks where another has spoken, answers them; to the writers it is a comment like any other.
    case 'answer':
      tell('mentioned', happening.mentioned)
      tell('answer', circle.speakers)
      tell('comment', circle.suggesters)
      tell('comment', writers)
      break
    case 'mention':
      tell('mentioned', happening.mentioned)
      break
    case 'resolve':
      tell('resolved', circle.speakers)
      break
    case 'suggest':
      tell('suggested', writers)
      break
    // Who has no part in the draft any more hears no more of it; what they suggested stays under their name.
    case 'decide':
      tell(
        DECIDED[happening.how],
        [...happening.of.keys()].filter((id) => all.includes(id)),
      )
      break
  }
  return told

  function tellOfMove({ act, holderBefore, holderId }: Happening & { is: 'move' }): void {
    switch (act) {
      case 'submit':
      case 'pass':
        tell('sent', [holderId])
        return tell('passed', writers)
      case 'withdraw':
        return tell('withdrawn', [holderBefore])
      case 'return':
        return tell('returned', writers)
      case 'approve':
        return tell('approved', writers)
      case 'sign':
      case 'sign-by-hand':
        tell('signed', circle.clerks)
        return tell('signed', writers)
      case 'seal':
        return tell('sealed', having('owner', 'author', 'leader'))
      case 'issue':
        return tell('issued', all)
      case 'cancel':
        return tell('cancelled', all)
      case 'void':
        return tell('voided', all)
    }
  }
}
