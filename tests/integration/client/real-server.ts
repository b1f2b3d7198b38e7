/** The real collaboration server on a real Postgres, with people whose rights a test sets. */
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import * as Y from 'yjs'
import { type Collaboration, createCollaboration, type Refusal } from '../../../server/collab/index.ts'
import type { Right } from '../../../src/lib/collab/protocol.ts'
import type { freshDatabase } from '../setup/house.ts'
import { squashHere } from '../setup/squash.ts'

type Database = Awaited<ReturnType<typeof freshDatabase>>

export class RealServer {
  /** Everybody who asks is this person. */
  #person = { id: '', name: 'Lan', color: '#123456' }
  #agencyId = ''
  readonly rights = new Map<string, Right | Refusal>()
  #collaboration: Collaboration | null = null
  #http: Server | null = null
  #port = 0
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get collaboration(): Collaboration {
    if (!this.#collaboration) throw new Error('not started')
    return this.#collaboration
  }

  async start(): Promise<void> {
    const collaboration = createCollaboration({
      pool: this.#database.pool,
      log: pino({ level: 'silent' }),
      schemaVersion: 1,
      squash: squashHere,
      authoriser: {
        admit: async (_request, draftId) => {
          const right = this.#rightOf(draftId)
          return typeof right === 'string' ? { identity: { sessionId: 's', person: this.#person }, right } : right
        },
        rightOf: async (_identity, draftId) => this.#rightOf(draftId),
      },
    })
    const http = createServer((request, response) =>
      response.writeHead(request.url === '/healthz' ? 200 : 404).end('ok'),
    )
    http.on('upgrade', (request, socket, head) => collaboration.upgrade(request, socket, head))
    await new Promise<void>((resolve) => http.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (http.address() as AddressInfo).port
    this.#http = http
    this.#collaboration = collaboration
  }

  async stop(): Promise<void> {
    await this.#collaboration?.drain()
    this.#http?.closeAllConnections()
    await new Promise((resolve) => this.#http?.close(resolve))
  }

  #rightOf(draftId: string): Right | Refusal {
    return this.rights.get(draftId) ?? 'write'
  }

  setRight(draftId: string, right: Right | Refusal): void {
    this.rights.set(draftId, right)
    this.collaboration.rightsChanged({ draftId })
  }

  /** A draft with its log, as the verb that creates one makes it. */
  async newDraft(text = ''): Promise<string> {
    const { pool } = this.#database
    const draftId = randomUUID()
    if (this.#agencyId === '') await this.#hire()
    await pool.query(`insert into drafts (id, agency_id, kind, created_by) values ($1, $2, 'quyet-dinh', $3)`, [
      draftId,
      this.#agencyId,
      this.#person.id,
    ])
    const doc = new Y.Doc()
    doc.getXmlFragment('body')
    if (text !== '') {
      const paragraph = new Y.XmlElement('textblock')
      paragraph.insert(0, [new Y.XmlText(text)])
      doc.getXmlFragment('body').insert(0, [paragraph])
    }
    await this.#inTransaction((tx) => this.collaboration.seed(tx, draftId, Y.encodeStateAsUpdate(doc), null))
    return draftId
  }

  async #hire(): Promise<void> {
    const { rows } = await this.#database.pool.query<{ agency: string; person: string }>(
      `with a as (insert into agencies (name, full_name, abbreviation, place)
                  values ('UBND', 'UBND', 'UBND', 'Sơn La') returning id)
       insert into users (agency_id, username, name, position, roles, password_hash)
       select id, 'lan', 'Lan', 'Chuyên viên', '{specialist}', '' from a
       returning agency_id as agency, id as person`,
    )
    this.#agencyId = rows[0]?.agency ?? ''
    this.#person = { ...this.#person, id: rows[0]?.person ?? '' }
  }

  /** What is on disk. */
  async stored(draftId: string): Promise<Y.Doc> {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await this.#inTransaction((tx) => this.collaboration.readState(tx, draftId)))
    return doc
  }

  async freeze(draftId: string): Promise<void> {
    const { frozenAt } = await this.#inTransaction((tx) => this.collaboration.close(tx, draftId))
    this.collaboration.frozen(draftId, frozenAt)
  }

  async #inTransaction<T>(work: (tx: { query: Query }) => Promise<T>): Promise<T> {
    const client = await this.#database.pool.connect()
    try {
      await client.query('begin')
      const result = await work({
        query: async <Row>(text: string, values: unknown[]) => {
          const { rows } = await client.query<Row & object>(text, values)
          return { rows: rows as Row[] }
        },
      })
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }
}

type Query = <Row>(text: string, values: unknown[]) => Promise<{ rows: Row[] }>
