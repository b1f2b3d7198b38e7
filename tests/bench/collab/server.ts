/**
 * The collaboration server alone, for the bench, on the product's own `access`: session, person and draft are looked up
 * for every connection by the product's statement and judged by its table of rights. What only a bench may do: any
 * document name is a draft (made at first sight, as the harness asks), a connection without a cookie is given one, and
 * one connection may send as fast as it can.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import pino from 'pino'
import { createAccess } from '../../../server/access/index.ts'
import { type Authoriser, createCollaboration } from '../../../server/collab/index.ts'
import { createPool } from '../../../server/compute/index.ts'
import { connect } from '../../../server/database/connect.ts'
import { migrate } from '../../../server/database/migrate.ts'
import { works } from '../../../server/works.ts'

const AGENCY = '00000000-0000-4000-8000-000000000002'
/** Each may open as many connections as in the product; the harness opens up to 1,010. */
const PEOPLE = Array.from({ length: 40 }, (_, i) => ({
  id: `00000000-0000-4000-8000-0000000001${String(i).padStart(2, '0')}`,
  session: `bench-session-bench-session-bench-session-${i}`,
}))

const url = process.env.DATABASE_URL ?? ''
const root = process.env.BUT_PHE_ROOT ?? process.cwd()
const log = pino({ level: process.env.LOG_LEVEL ?? 'warn' })
await migrate(url, root)
const { pool, db } = connect(url, (error) => log.warn({ error: error.message }, 'database connection lost'))
await makeOffice()

const access = createAccess({ db, pool, isEvaluation: false, isSecure: false, rightsChanged: () => {} })
const authoriser: Authoriser = {
  async admit(request, draftId) {
    const { cookie } = request.headers
    const asked = await access.socket.admit(cookie, draftId)
    if ('refused' in asked || asked.right !== 'none') return asked
    await makeDraft(draftId)
    return access.socket.admit(cookie, draftId)
  },
  rightOf: access.socket.rightOf,
}
const workers = createPool({ root, works, log })
const collaboration = createCollaboration({
  pool,
  log,
  authoriser,
  schemaVersion: 1,
  squash: (updates, about) => workers.do.squash(updates, { urgency: 'save', about }),
  limits: { messagesPerSecond: 1e9, messageBurst: 1e9, bytesBurst: 1e15 },
})

let arrived = 0
const server = createServer((_, response) => response.end())
server.on('upgrade', (request, socket, head) => {
  const name = request.url?.split('/').at(-1) ?? ''
  request.url = `/collab/${uuidOf(name)}`
  request.headers.cookie ??= `session=${PEOPLE[arrived++ % PEOPLE.length]?.session}`
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

/** Any name: its hash is the draft's id. */
function uuidOf(name: string): string {
  const hex = sha256(name)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function makeOffice(): Promise<void> {
  await pool.query(
    `insert into agencies (id, name, full_name, abbreviation, place) values ($1, 'Bench', 'Bench', 'B', 'B') on conflict do nothing`,
    [AGENCY],
  )
  const ids = PEOPLE.map(({ id }) => id)
  await pool.query(
    `insert into users (id, agency_id, username, name, position, roles, password_hash, must_change_password)
     select id, $1, id::text, 'Người đo', 'Chuyên viên', '{specialist}', '-', false from unnest($2::uuid[]) as id
     on conflict do nothing`,
    [AGENCY, ids],
  )
  await pool.query(
    `insert into sessions (id, user_id, expires_at)
     select id, person, now() + interval '1 day' from unnest($1::text[], $2::uuid[]) as s(id, person) on conflict do nothing`,
    [PEOPLE.map(({ session }) => sha256(session)), ids],
  )
}

async function makeDraft(id: string): Promise<void> {
  await pool.query(
    `with draft as (
       insert into drafts (id, agency_id, kind, holder_id, created_by) values ($1, $2, 'report', $3, $3) on conflict do nothing
     ), head as (
       insert into text_heads (draft_id) values ($1) on conflict do nothing
     ) insert into draft_people (draft_id, user_id, part)
       select $1, person, 'author' from unnest($4::uuid[]) as person on conflict do nothing`,
    [id, AGENCY, PEOPLE[0]?.id, PEOPLE.map((person) => person.id)],
  )
}
