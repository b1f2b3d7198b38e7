/**
 * The collaboration server alone, for the bench: the real room, the real log, session, person and draft looked up for
 * every connection and judged by the product's own table of rights. What only a bench may do: any document name is a draft (made at first sight, as the harness asks), the
 * session stands in the path since the harness sends no cookies, and one connection may send as fast as it can.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import pino from 'pino'
import { textRight, type DraftFacts } from '../../../server/access/may.ts'
import type { Person } from '../../../server/access/person.ts'
import { createCollaboration, type Authoriser } from '../../../server/collab/index.ts'
import { connect } from '../../../server/database/connect.ts'
import { migrate } from '../../../server/database/migrate.ts'

const PERSON = '00000000-0000-4000-8000-000000000001'
const AGENCY = '00000000-0000-4000-8000-000000000002'
const SESSION = 'bench-session-bench-session-bench-session'

const url = process.env.DATABASE_URL ?? ''
const root = process.env.BUT_PHE_ROOT ?? process.cwd()
const log = pino({ level: process.env.LOG_LEVEL ?? 'warn' })
await migrate(url, root)
const { pool } = connect(url, (error) => log.warn({ error: error.message }, 'database connection lost'))
await makeOffice()

/** The session and the person behind it, as `access` asks for them; one prepared statement each. */
const WHO = `select u.id, u.agency_id as "agencyId", u.unit_id as "unitId", u.username, u.name, u.position, u.roles
  from sessions s join users u on u.id = s.user_id where s.id = $1 and s.expires_at > now() and u.locked_at is null`
const WHAT = `select d.id, d.agency_id as "agencyId", d.state, d.holder_id as "holderId", d.created_by as "createdBy",
  array(select part from draft_people p where p.draft_id = d.id and p.user_id = $2) as parts from drafts d where d.id = $1`

async function who(sessionId: string): Promise<Person | null> {
  return (await pool.query<Person>({ name: 'bench-who', text: WHO, values: [sessionId] })).rows[0] ?? null
}

async function what(draftId: string, personId: string): Promise<DraftFacts | null> {
  return (await pool.query<DraftFacts>({ name: 'bench-what', text: WHAT, values: [draftId, personId] })).rows[0] ?? null
}

const authoriser: Authoriser = {
  identify: async () => {
    const sessionId = createHash('sha256').update(SESSION).digest('hex')
    const person = await who(sessionId)
    if (!person) return { refused: 'notSignedIn' }
    return { sessionId, person: { id: person.id, name: person.name, color: '#0b5cad' } }
  },
  rightOf: async ({ sessionId, person }, draftId) => {
    const [signedIn, known] = await Promise.all([who(sessionId), what(draftId, person.id)])
    if (!signedIn) return { refused: 'notSignedIn' }
    if (!known) await makeDraft(draftId)
    const draft = known ?? (await what(draftId, person.id))
    return draft ? textRight(signedIn, draft) : 'none'
  },
}
const collaboration = createCollaboration({
  pool,
  log,
  authoriser,
  schemaVersion: 1,
  root,
  limits: {
    messagesPerSecond: 1e9,
    messageBurst: 1e9,
    connectionsPerPerson: 1e6,
    unsavedRoomBytes: 64e6,
    unsavedBytes: 256e6,
  },
})

const server = createServer((_, response) => response.end())
server.on('upgrade', (request, socket, head) => {
  // Any name: its hash is the draft's id.
  const name = request.url?.split('/').at(-1) ?? ''
  request.url = `/collab/${uuidOf(name)}`
  collaboration.upgrade(request, socket, head)
})
server.listen(Number(process.env.PORT), '127.0.0.1')

process.on('SIGTERM', () => {
  server.close()
  void collaboration
    .drain()
    .then(() => pool.end())
    .then(() => process.exit(0))
})

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

async function makeOffice(): Promise<void> {
  await pool.query(
    `insert into agencies (id, name, full_name, abbreviation, place) values ($1, 'Bench', 'Bench', 'B', 'B') on conflict do nothing`,
    [AGENCY],
  )
  await pool.query(
    `insert into users (id, agency_id, username, name, position, roles, password_hash)
     values ($1, $2, 'bench', 'Người đo', 'Chuyên viên', '{specialist}', '-') on conflict do nothing`,
    [PERSON, AGENCY],
  )
  await pool.query(
    `insert into sessions (id, user_id, expires_at) values ($1, $2, now() + interval '1 day') on conflict do nothing`,
    [createHash('sha256').update(SESSION).digest('hex'), PERSON],
  )
}

async function makeDraft(id: string): Promise<void> {
  await pool.query(
    `with draft as (
       insert into drafts (id, agency_id, kind, holder_id, created_by) values ($1, $2, 'report', $3, $3) on conflict do nothing
     ), part as (
       insert into draft_people (draft_id, user_id, part) values ($1, $3, 'owner') on conflict do nothing
     ) insert into text_heads (draft_id) values ($1) on conflict do nothing`,
    [id, AGENCY, PERSON],
  )
}
