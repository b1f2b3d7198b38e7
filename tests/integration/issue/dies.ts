/**
 * A process that finalizes one draft, or cancels one that is numbered, and kills itself on the way: run by crash.test.ts.
 * DIES_AT: `typeset` or `freeze` (inside the transaction of the freeze, after the number was taken), `prepare` (before
 * anybody is asked), `answer` (the key has answered, and nothing of it is stored), `sign` (inside the transaction that stores
 * the signature), `void` (inside the transaction, after all that it does).
 */
import pino from 'pino'
import type { Person } from '../../../server/access/person.ts'
import { createCollaboration } from '../../../server/collab/index.ts'
import { connect } from '../../../server/database/connect.ts'
import { plain } from '../../../server/database/plain.ts'
import type { Ground as DraftsGround } from '../../../server/drafts/ground.ts'
import { moveDraft } from '../../../server/drafts/move.ts'
import { restartDraft } from '../../../server/drafts/restart.ts'
import { careOf, storedTexts } from '../../../server/examine/care.ts'
import { examine, frozenForm } from '../../../server/issue/examine.ts'
import { createIssue } from '../../../server/issue/index.ts'
import { appendField } from '../../../server/issue/sign/field.ts'
import { tell } from '../../../server/news/tell.ts'
import { carryThreads } from '../../../server/review/carry.ts'
import { needNoneOpen } from '../../../server/suggest/index.ts'
import { examineHere } from '../setup/examine.ts'
import { squashHere } from '../setup/squash.ts'
import { isFinal, neverAhead, smallPdf } from './small-pdf.ts'

interface Orders {
  url: string
  diesAt: 'typeset' | 'freeze' | 'prepare' | 'answer' | 'sign' | 'void'
  person: Person
  draft: { id: string; step: number }
  pin: string
}

const orders: Orders = JSON.parse(process.env.ORDERS ?? '{}')
const die = () => process.kill(process.pid, 'SIGKILL')
const log = pino({ level: 'silent' })
const { db, pool } = connect(orders.url, () => {})
const collab = createCollaboration({
  ...{ pool, log, schemaVersion: 1, squash: squashHere },
  authoriser: { admit: async () => ({ refused: 'notSignedIn' }), rightOf: async () => 'none' },
})
const keepVersion = async () => ({ number: 1, hash: null })
const ground: DraftsGround = {
  db,
  seedText: (tx, draftId, update, userId) => collab.seed(plain(tx), draftId, update, userId),
  ...storedTexts(collab),
  tell,
  texts: careOf({ examine: examineHere, collab: () => collab }),
  carryImages: async () => {},
  keepVersion,
  needDecided: needNoneOpen,
  rightsChanged() {},
  notice() {},
}
const issue = createIssue({
  ...{ db, pool, log, origin: 'https://example.vn', uploadLimitBytes: 1_000_000 },
  keySecret: Buffer.from('the secret of an office in a test'),
  tokenModules: { paths: new Map() },
  services: new Map(),
  drafts: {
    async move(tx, person, draft, to) {
      await moveDraft({ tell, keepVersion }, tx, person, draft, to)
      if (orders.diesAt === to.act) die()
    },
    restart: (tx, person, draft, given) => restartDraft(ground, tx, person, draft, given),
    announce() {},
  },
  text: {
    close: (tx, draftId) => collab.close(plain(tx), draftId),
    readState: (tx, draftId) => collab.readState(plain(tx), draftId),
    readNow: collab.readNow,
    frozen() {},
  },
  images: { need: async () => {}, bytes: async () => new Map(), own: async () => new Map(), carry: async () => {} },
  review: { suggestions: async () => [], threads: async () => [] },
  markedWord: () => Promise.reject(new Error('nobody reads it in Word')),
  threads: { carry: carryThreads },
  learnRecipients: async () => {},
  warn: async () => {},
  async typeset(manuscript) {
    if (isFinal(manuscript) && orders.diesAt === 'typeset') die()
    return smallPdf()
  },
  look: () => Promise.reject(new Error('nobody looks')),
  examine: async (given) => examine(given),
  examinePdf: () => Promise.reject(new Error('nobody verifies')),
  examineSignatures: () => Promise.reject(new Error('nobody verifies')),
  planArchive: () => Promise.reject(new Error('nobody archives')),
  weighAnswer: () => Promise.reject(new Error('nobody archives')),
  appendStore: () => Promise.reject(new Error('nobody archives')),
  appendStamp: () => Promise.reject(new Error('nobody archives')),
  drawFrozen: () => Promise.reject(new Error('nobody reads')),
  frozenForm: neverAhead(async (given) => frozenForm(given)),
  async appendField(given) {
    if (orders.diesAt === 'prepare') die()
    return appendField(given)
  },
  readFields: () => Promise.reject(new Error('nobody seals')),
  readScan: () => Promise.reject(new Error('nobody scans')),
  tryPicture: () => Promise.reject(new Error('nobody brings a key')),
  toWord: async () => Buffer.of(),
  ...(orders.diesAt === 'answer'
    ? { stamps: { isSet: true, stamp: async () => (die(), { fault: 'none' as const }), tryAll: async () => [] } }
    : {}),
})
const { person, draft, pin, diesAt } = orders
const { id, step } = draft
const work =
  diesAt === 'void'
    ? issue.void(person, id, { reason: 'Không ký được.', step })
    : issue.finalize(person, id, { pin, step })
work.catch(() => process.exit(1))
