/**
 * The collaboration server as a process of its own, to be killed. Rights stand in the table `test_rights` where there
 * is one; who has none may write.
 */
import { createServer } from 'node:http'
import pino from 'pino'
import { type Authoriser, createCollaboration, createRedisBus } from '../../../server/collab/index.ts'
import { connect } from '../../../server/database/connect.ts'
import { squashHere } from '../setup/squash.ts'

const { DATABASE_URL, PORT, ORIGIN, REDIS_URL, RIGHTS } = process.env
const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' })
const { pool } = connect(DATABASE_URL ?? '', () => {})
const rightOf: Authoriser['rightOf'] = async ({ person }) => {
  if (!RIGHTS) return 'write'
  const { rows } = await pool.query<{ right: 'read' | 'write' }>('select "right" from test_rights where person = $1', [
    person.id,
  ])
  return rows[0]?.right ?? 'write'
}
const collaboration = createCollaboration({
  pool,
  log,
  bus: REDIS_URL ? await createRedisBus(REDIS_URL, log) : undefined,
  authoriser: {
    admit: async (request, draftId) => {
      const id = new URL(request.url ?? '', 'http://localhost').searchParams.get('as')
      if (!id) return { refused: 'notSignedIn' }
      const identity = { sessionId: id, person: { id, name: id.slice(0, 4), color: '#000' } }
      const right = await rightOf(identity, draftId)
      return typeof right === 'string' ? { identity, right } : right
    },
    rightOf,
  },
  schemaVersion: 7,
  squash: squashHere,
  origin: ORIGIN,
})
const server = createServer()
server.on('upgrade', (request, socket, head) => collaboration.upgrade(request, socket, head))
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('ready\n'))
process.on('SIGTERM', () => {
  server.close()
  void collaboration.drain().then(() => process.exit(0))
})
