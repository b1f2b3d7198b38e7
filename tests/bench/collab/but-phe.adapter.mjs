// Bút Phê's collaboration server in the bench harness, on the same kind of Postgres as the peers. `run.js` puts this
// file into the harness's `adapters/` and says in BUT_PHE_ROOT where the project is.
import { startPostgres } from '../lib/proc.js'

const root = process.env.BUT_PHE_ROOT

export default {
  name: 'but-phe',
  label: 'Bút Phê (PostgreSQL, fsync, rights, presence)',
  protocol: 'y-websocket',
  persistence: true,
  path: (document) => `/collab/${document}`,
  ackType: 100, // MESSAGE.stored
  async prepare(c) {
    c.pg = await startPostgres(c.dir, { conf: ['fsync=on', 'synchronous_commit=on'] })
    return { storePids: [c.pg.pid] }
  },
  command: (c) => ({
    cmd: 'node',
    args: ['--max-semi-space-size=8', `${root}/tests/artifacts/bench/server.js`], // as `npm start`
    env: {
      PORT: c.port,
      BUT_PHE_ROOT: root,
      DATABASE_URL: `postgres://bench@localhost/bench?host=${encodeURIComponent(c.pg.host)}`,
    },
  }),
  cleanup: (c) => c.pg.stop(),
}
