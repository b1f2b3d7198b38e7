/** A house that issues: one Postgres, two nodes of the built product over it, an office with its keys, and papers that are approved. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import * as Y from 'yjs'
import { createCollaboration } from '../../../server/collab/index.ts'
import { connect } from '../../../server/database/connect.ts'
import { startEmbedded } from '../../../server/database/embedded.ts'
import { migrate } from '../../../server/database/migrate.ts'
import { plain } from '../../../server/database/plain.ts'
import { draftPeople, drafts } from '../../../server/database/tables.ts'
import { makeOffice, type Staff } from '../../../server/demonstration/office.ts'
import { AGENCY, PASSWORD } from '../../../server/demonstration/people.ts'
import { SCHEMA_VERSION } from '../../../src/lib/document/model.ts'
import { seedUpdate } from '../../../src/lib/document/seed.ts'
import { freePort } from '../../integration/collab/raw-client.ts'
import { squashHere } from '../../integration/setup/squash.ts'

const READY_WITHIN_MS = 60_000

export interface Paper {
  id: string
  step: number
}

export class Node {
  readonly url: string
  readonly #env: NodeJS.ProcessEnv
  #process: ChildProcess | null = null

  constructor(port: number, env: NodeJS.ProcessEnv) {
    this.url = `http://127.0.0.1:${port}`
    this.#env = { ...process.env, ...env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' }
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--max-semi-space-size=8', 'server/start.js'], {
      env: this.#env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    this.#process = child
    for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until;) {
      if (child.exitCode !== null) throw new Error(`a node ended with ${child.exitCode}`)
      const answer = await fetch(`${this.url}/readyz`).catch(() => null)
      await answer?.arrayBuffer()
      if (answer?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('a node did not become ready')
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** What the program itself holds; its processes for typesetting end and begin anew. In MB. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.#process?.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  }
}

/** `more`: settings of the nodes. */
export async function openHouse(more: NodeJS.ProcessEnv = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-issue-'))
  const postgres = await startEmbedded(folder)
  await migrate(postgres.ownerUrl, process.cwd(), postgres.programRole)
  const { db, pool } = connect(postgres.url, () => {})
  const staff = await makeOffice(db, process.cwd())
  const collab = createCollaboration({
    ...{ pool, log: pino({ level: 'silent' }), schemaVersion: SCHEMA_VERSION, squash: squashHere },
    authoriser: { admit: async () => ({ refused: 'notSignedIn' }), rightOf: async () => 'none' },
  })
  const env = { DATABASE_URL: postgres.url, KEY_SECRET: 'the secret of a house that is measured', ...more }
  const nodes = await Promise.all(
    [0, 1].map(async (at) => new Node(await freePort(), { ...env, DATA_DIR: path.join(folder, `node-${at}`) })),
  )
  await Promise.all(nodes.map((node) => node.start()))
  const [first, second] = nodes
  if (!first || !second) throw new Error('two nodes are needed')

  return {
    db,
    pool,
    staff,
    nodes: [first, second] as const,
    /** Approved, and in the hands of who signs them. `blocks`: paragraphs beside those of the form. */
    papers: (signer: keyof Staff, count: number, blocks: number): Promise<Paper[]> =>
      db.transaction(async (tx) => {
        const { id: leaderId, agencyId } = staff[signer]
        const made: Paper[] = []
        for (let at = 0; at < count; at++) {
          const [draft] = await tx
            .insert(drafts)
            .values({
              ...{ agencyId, unitId: staff.mailt.unitId, kind: 'thong-bao', subject: `Thông báo ${at}` },
              ...{ state: 'approved' as const, holderId: leaderId, createdBy: staff.mailt.id, step: 3 },
            })
            .returning({ id: drafts.id, step: drafts.step })
          if (!draft) throw new Error('no draft')
          await tx.insert(draftPeople).values([
            { draftId: draft.id, userId: staff.mailt.id, part: 'owner' },
            { draftId: draft.id, userId: leaderId, part: 'leader' },
          ])
          await collab.seed(plain(tx), draft.id, textOf(staff[signer], at, blocks), staff.mailt.id)
          made.push(draft)
        }
        return made
      }),
    async close() {
      await Promise.all(nodes.map((node) => node.end('SIGTERM')))
      await collab.drain()
      await pool.end()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
export type House = Awaited<ReturnType<typeof openHouse>>

const SENTENCE = 'Giao các đơn vị liên quan chủ trì, phối hợp thực hiện, báo cáo kết quả trước ngày cuối tháng. '

function textOf(signer: Staff[keyof Staff], at: number, count: number): Uint8Array {
  const office = {
    ...{ parentName: '', agencyName: AGENCY.name, agencyFullName: AGENCY.fullName },
    ...{ abbreviation: AGENCY.abbreviation, place: AGENCY.place, unitAbbreviation: 'NC' },
  }
  const blocks = Array.from({ length: count }, (_, line) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: `${SENTENCE.repeat(3)}Nội dung ${line + 1}${line + 1 === count ? './.' : '.'}` }],
  }))
  const ydoc = new Y.Doc()
  const fields = {
    subject: `Kết luận tại cuộc họp giao ban lần ${at + 1}`,
    recipients: 'Các sở, ban, ngành;\nLưu: VT, NC.',
  }
  Y.applyUpdate(ydoc, seedUpdate({ kind: 'thong-bao', office, signer, fields, blocks }))
  const update = Y.encodeStateAsUpdate(ydoc)
  ydoc.destroy()
  return update
}

/** Signs in by password; the session holds on every node. */
export async function signIn({ url }: Node, username: string): Promise<string> {
  const answer = await fetch(`${url}/sign-in?/password`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, accept: 'text/html' },
    body: new URLSearchParams({ username, password: PASSWORD }),
  })
  await answer.arrayBuffer()
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
  if (answer.status !== 303 || cookie === '') throw new Error(`${username} could not sign in: ${answer.status}`)
  return cookie
}
