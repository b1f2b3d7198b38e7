/** Who wrote these words, and when. */
import { z } from 'zod'
import { wordsOfText } from '../../src/lib/document/compare/origin.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { find, named, namesOf, needPart } from './find.ts'
import type { Ground, Written } from './ground.ts'
import type { OriginAnswer, OriginQuestion } from './jobs.ts'
import type { Name } from './shapes.ts'

/** A passage somebody points at, not a document. */
const MOST_LETTERS = 2_000

export const pointing = z.object({
  draftId: z.string(),
  text: z.string('required').min(1, 'required').max(MOST_LETTERS, 'too_long'),
  /** So many words of the text stand before it: tells equal passages apart. */
  near: z.number().int().min(0).max(10_000_000),
})

/** Words that one person wrote in one go; where that could not be told apart, who wrote at the time. */
export interface Authorship {
  text: string
  by: Name[]
  from: Date | null
  to: Date | null
}

/** Longer stretches are parted, whoever wrote them. */
const MOST_ROWS = 2_000
const ONE_GO_MS = 10 * 60_000

/** Throws `not_found` where these words do not stand in the text, and `bad_input` for what holds no word. */
export async function whoWrote(ground: Ground, person: Person, input: z.input<typeof pointing>): Promise<Authorship[]> {
  const { draftId, text, near } = parse(pointing, input)
  const draft = await needPart(ground, person, draftId)
  const words = wordsOfText(text.normalize('NFC'))
  if (words.length === 0) throw new AppError('bad_input', { field: 'text', reason: 'required' })
  const { moment } = await inside((tx) => find(ground, tx, draft.id, { is: 'now' }))
  const { position: head, updates } = moment
  const asked = { urgency: 'answer', person: person.id, about: draft.id } as const
  const origins = await ground.work.originsOfWords({ head, updates, words, near }, asked, answer)
  if (!origins) throw new AppError('not_found')
  const found: Authorship[] = []
  let at = 0
  for (const { words: count, after, upTo } of origins) {
    const { authors, from, to } = await written(after, upTo)
    const by = named(authors, await namesOf(ground.db, authors))
    found.push({ text: words.slice(at, (at += count)).join(' '), by, from, to })
  }
  return found

  function inside<T>(act: (tx: Transaction) => Promise<T>): Promise<T> {
    return ground.db.transaction(act)
  }

  function written(after: number, upTo: number): Promise<Written> {
    return inside((tx) => ground.text.written(tx, draft.id, after, upTo))
  }

  async function answer(question: OriginQuestion): Promise<OriginAnswer> {
    if (question.is === 'text') {
      const found = await inside((tx) => ground.text.moment(tx, draft.id, question.position))
      return { is: 'text', updates: found?.updates ?? [] }
    }
    const { after, upTo } = question
    if (upTo - after > MOST_ROWS) return { is: 'enough', isEnough: false }
    const { authors, from, to } = await written(after, upTo)
    const isOneGo = from !== null && to !== null && to.getTime() - from.getTime() <= ONE_GO_MS
    return { is: 'enough', isEnough: authors.length <= 1 && isOneGo }
  }
}
