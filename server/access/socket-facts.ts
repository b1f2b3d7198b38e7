/**
 * What is known of a session's person and of a draft, for the sockets: read in one statement for all that ask at the
 * same time. After an outage the whole office comes back in one second, and a change of rights asks for everybody.
 */
import type pg from 'pg'
import type { DraftFacts } from './may.ts'
import type { Person } from './person.ts'

export interface SocketFacts {
  person: Person
  /** Null when there is no such draft. */
  draft: DraftFacts | null
}

/** `session` is the hash in `sessions.id`; `draftId` must be a UUID. Null = no session (any more) that opens sockets. */
export type AskFacts = (session: string, draftId: string) => Promise<SocketFacts | null>

const MOST_AT_ONCE = 1_000
/** After that the question counts as failed, and whoever asked tries again. */
const ANSWER_WITHIN_MS = 10_000

// The position is that of the row, without dated changes: rights do not ask for it, and sockets show none.
const FACTS = `
select asked.n::int as n, u.id, u.agency_id as "agencyId", u.unit_id as "unitId", u.username, u.name, u.position, u.roles,
  d.id as "draftId", d.agency_id as "draftAgencyId", d.state, d.holder_id as "holderId", d.created_by as "createdBy",
  array(select p.part from draft_people p where p.draft_id = d.id and p.user_id = u.id) as parts
from unnest($1::text[], $2::uuid[]) with ordinality as asked(session, draft, n)
join sessions s on s.id = asked.session and s.expires_at > now()
join users u on u.id = s.user_id and u.locked_at is null and not u.must_change_password
left join drafts d on d.id = asked.draft`

type Row = Person & { n: number } & (
    | { draftId: null }
    | ({ draftId: string; draftAgencyId: string } & Pick<DraftFacts, 'state' | 'holderId' | 'createdBy' | 'parts'>)
  )

interface Question {
  session: string
  draftId: string
  answer: Promise<SocketFacts | null>
  resolve: (facts: SocketFacts | null) => void
  reject: (error: unknown) => void
}

/** Answers come from a statement that began after the question, never from one that was under way. */
export function createFactsReader(pool: pg.Pool): AskFacts {
  const waiting = new Map<string, Question>()
  let isBusy = false

  async function answerAll(): Promise<void> {
    while (waiting.size > 0) {
      const questions = [...waiting.values()].slice(0, MOST_AT_ONCE)
      for (const { session, draftId } of questions) waiting.delete(`${session} ${draftId}`)
      try {
        const found = await readFacts(pool, questions)
        questions.forEach(({ resolve }, i) => resolve(found.get(i + 1) ?? null))
      } catch (error) {
        for (const { reject } of questions) reject(error)
      }
    }
    isBusy = false
  }

  return (session, draftId) => {
    const key = `${session} ${draftId}`
    const question = waiting.get(key) ?? newQuestion(session, draftId)
    waiting.set(key, question)
    if (!isBusy) {
      isBusy = true
      setImmediate(() => void answerAll()) // with all that arrive in this turn of the event loop
    }
    return question.answer
  }
}

function newQuestion(session: string, draftId: string): Question {
  let resolve: Question['resolve'] = () => {}
  let reject: Question['reject'] = () => {}
  const answer = new Promise<SocketFacts | null>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { session, draftId, answer, resolve, reject }
}

async function readFacts(pool: pg.Pool, questions: Question[]): Promise<Map<number, SocketFacts>> {
  const statement: pg.QueryConfig & { query_timeout: number } = {
    name: 'access-socket-facts',
    text: FACTS,
    values: [questions.map(({ session }) => session), questions.map(({ draftId }) => draftId)],
    query_timeout: ANSWER_WITHIN_MS,
  }
  const { rows } = await pool.query<Row>(statement)
  return new Map(rows.map((row) => [row.n, toFacts(row)]))
}

function toFacts(row: Row): SocketFacts {
  const { id, agencyId, unitId, username, name, position, roles } = row
  const person: Person = { id, agencyId, unitId, username, name, position, roles }
  if (row.draftId === null) return { person, draft: null }
  const { draftId, draftAgencyId, state, holderId, createdBy, parts } = row
  return { person, draft: { id: draftId, agencyId: draftAgencyId, state, holderId, createdBy, parts } }
}
