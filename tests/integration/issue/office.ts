/** An office that can issue: leaders with evaluation keys, clerks with the seal, and drafts that are approved. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import * as Y from 'yjs'
import type { Person } from '../../../server/access/person.ts'
import { plain } from '../../../server/database/plain.ts'
import { draftPeople, drafts, signingKeys, trustedAuthorities } from '../../../server/database/tables.ts'
import { type DemonstrationAuthority, makeAuthority } from '../../../server/demonstration/authority.ts'
import { storedTexts } from '../../../server/examine/care.ts'
import { imageBytes, ownImageBytes } from '../../../server/images/bytes.ts'
import { carryImages } from '../../../server/images/carry.ts'
import { createImages } from '../../../server/images/index.ts'
import { readier } from '../../../server/images/works.ts'
import { createIssue, type HandedIn } from '../../../server/issue/index.ts'
import { canBeSet } from '../../../server/issue/typeset/image.ts'
import { learnRecipients } from '../../../server/registry/recipients.ts'
import { carryThreads } from '../../../server/review/carry.ts'
import { fieldsMap, setField } from '../../../src/lib/document/fields.ts'
import { seedUpdate } from '../../../src/lib/document/seed.ts'
import { openWorkers } from '../../tools/workers.ts'
import { freshOffice } from '../setup/office.ts'

export const SIGNER_PIN = '135790'
export const SEAL_PIN = '246802'
export const KEY_SECRET = Buffer.from('the secret of an office in a test')
export const ORIGIN = 'https://butphe.example.gov.vn'

export async function freshIssuingOffice() {
  const office = await freshOffice()
  const { db, pool, collab } = office
  const leader = await office.person(['leader'], { name: 'Nguyễn Thị Hồng Phượng', position: 'Phó Chủ tịch' })
  const otherLeader = await office.person(['leader'], { name: 'Lò Văn Thưởng', position: 'Chủ tịch' })
  const clerk = await office.person(['clerk'], { name: 'Cầm Thị Vân', position: 'Văn thư' })
  const admin = await office.person(['admin'], { name: 'Quàng Văn Tú' })
  const owner = await office.person(['specialist'], { name: 'Trần Đức Ưng' })

  const authority = await authorityFor(office.agencyId, [leader, otherLeader])
  await db.insert(trustedAuthorities).values(authority.authorities)
  await db.insert(signingKeys).values(authority.keys)

  const readImages = (hashes: readonly string[]) => imageBytes(db, hashes)
  const workers = openWorkers()
  const { readyImage, tryImage } = workers.do
  const images = createImages({ db, pool, ready: readier(readyImage), canBeSet: canBeSet(tryImage) })

  /** The room with one part replaced, as a test needs it to fail or to tell another time. */
  function issueWith({ drafts: otherDrafts, ...over }: Replaced = {}) {
    return createIssue({
      db,
      pool,
      log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
      origin: ORIGIN,
      keySecret: KEY_SECRET,
      tokenModules: { paths: new Map() },
      services: new Map(),
      uploadLimitBytes: 5 * 1024 * 1024,
      drafts: {
        ...{ move: office.drafts.move, restart: office.drafts.restart, announce: office.drafts.announce },
        ...otherDrafts,
      },
      text: {
        close: (tx, draftId) => collab.close(plain(tx), draftId),
        readState: storedTexts(collab).readText,
        readNow: storedTexts(collab).readNow,
        frozen: collab.frozen,
      },
      images: {
        need: images.need,
        bytes: readImages,
        own: (draftId, hashes) => ownImageBytes(db, draftId, hashes),
        carry: carryImages,
      },
      review: { suggestions: office.suggest.list, threads: office.review.threads },
      markedWord: workers.do.markedWord,
      threads: { carry: carryThreads },
      learnRecipients,
      warn: office.news.warn,
      typeset: workers.do.typeset,
      look: workers.do.look,
      examinePdf: workers.do.examinePdf,
      examineSignatures: workers.do.examineSignatures,
      planArchive: workers.do.planArchive,
      weighAnswer: workers.do.weighAnswer,
      appendStore: workers.do.appendStore,
      appendStamp: workers.do.appendStamp,
      examine: workers.do.examine,
      drawFrozen: workers.do.drawFrozen,
      frozenForm: workers.do.frozenForm,
      appendField: workers.do.appendField,
      readFields: workers.do.readFields,
      readScan: workers.do.readScan,
      tryPicture: workers.do.tryPicture,
      toWord: async () => Buffer.from('a Word file'),
      ...over,
    })
  }

  /** A thông báo, or a phiếu trình, that the checker finds nothing wrong with, approved and in the leader's hands. */
  async function approvedDraft(
    options: { signer?: Person; blockOf?: Person; subject?: string; text?: string; isSheet?: boolean } = {},
  ) {
    const signer = options.signer ?? leader
    const kind = options.isSheet ? 'phieu-trinh' : 'thong-bao'
    const subject = options.subject ?? 'Kết luận của Phó Chủ tịch tại cuộc họp giao ban'
    return db.transaction(async (tx) => {
      const [draft] = await tx
        .insert(drafts)
        .values({
          ...{ agencyId: office.agencyId, unitId: office.unitId, kind, subject },
          ...{ state: 'approved' as const, holderId: signer.id, createdBy: owner.id, step: 3 },
        })
        .returning({ id: drafts.id, step: drafts.step })
      if (!draft) throw new Error('no draft')
      await tx.insert(draftPeople).values([
        { draftId: draft.id, userId: owner.id, part: 'owner' },
        { draftId: draft.id, userId: signer.id, part: 'leader' },
      ])
      const words = options.text ?? 'Giao Văn phòng theo dõi việc thực hiện'
      const update = options.isSheet
        ? sheetOf(signer, subject, words)
        : textOf(options.blockOf ?? signer, subject, words)
      await collab.seed(plain(tx), draft.id, update, owner.id)
      return draft
    })
  }

  return {
    ...office,
    ...{ leader, otherLeader, clerk, admin, owner, authority, issueWith, approvedDraft, workers, images, logTo },
    issue: issueWith(),
    async drop() {
      await workers.close()
      await office.drop()
    },
  }
}

let made: Promise<DemonstrationAuthority> | undefined

/** Keys take the processor a second, and all offices here have leaders of the same names: made once a process, then handed on. */
async function authorityFor(agencyId: string, leaders: readonly Person[]): Promise<DemonstrationAuthority> {
  made ??= makeAuthority({
    agency: { id: agencyId, fullName: 'Ủy ban nhân dân tỉnh Sơn La', place: 'Sơn La' },
    signers: leaders.map(({ name, position }, at) => ({ userId: `${at}`, name, position })),
    signerPin: SIGNER_PIN,
    sealPin: SEAL_PIN,
    root: process.cwd(),
  })
  const { authorities, keys } = await made
  const holderOf = (at: string | null) => (at === null ? null : (leaders[Number(at)]?.id ?? null))
  return { authorities, keys: keys.map((key) => ({ ...key, agencyId, userId: holderOf(key.userId) })) }
}

type Replaced = Partial<Omit<HandedIn, 'drafts'>> & { drafts?: Partial<HandedIn['drafts']> }

/** A log at its most talkative, into an array. */
function logTo(lines: string[]): pino.Logger {
  return pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
}

const sonLa = {
  ...{ parentName: '', agencyName: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA', agencyFullName: 'Ủy ban nhân dân tỉnh Sơn La' },
  ...{ abbreviation: 'UBND', place: 'Sơn La', unitAbbreviation: 'NC' },
}

function sheetOf(signer: Person, subject: string, text: string): Uint8Array {
  const blocks = [{ type: 'paragraph', content: [{ type: 'text', text: `${text}./.` }] }]
  const fields = { subject, addressees: 'Đồng chí Chủ tịch' }
  return seedUpdate({ kind: 'phieu-trinh', office: sonLa, signer, fields, blocks })
}

function textOf(signer: Person, subject: string, text: string): Uint8Array {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, seedUpdate({ kind: 'thong-bao', office: sonLa, signer }))
  setField(fieldsMap(ydoc), 'subject', subject)
  const [words] = ydoc
    .getXmlFragment('body')
    .querySelectorAll('textblock')
    .flatMap((paragraph) => (paragraph instanceof Y.XmlElement ? paragraph.toArray() : []))
  if (!(words instanceof Y.XmlText)) throw new Error('the form has no paragraph')
  words.insert(0, text)
  const update = Y.encodeStateAsUpdate(ydoc)
  ydoc.destroy()
  return update
}

/** What `pdfsig` says when it trusts the given root, one word a signature: "valid trusted". */
export function pdfsig(pdf: Uint8Array, rootPem: string): string[] {
  return inFolder((folder) => {
    writeFileSync(path.join(folder, 'a.pdf'), pdf)
    writeFileSync(path.join(folder, 'root.pem'), rootPem)
    execFileSync('certutil', ['-N', '-d', folder, '--empty-password'])
    execFileSync('certutil', ['-A', '-n', 'root', '-t', 'CT,C,C', '-d', folder, '-i', path.join(folder, 'root.pem')])
    const said = run('pdfsig', ['-nssdir', folder, '-no-ocsp', path.join(folder, 'a.pdf')])
    return said
      .split(/^Signature #/m)
      .slice(1)
      .map((one) => {
        const isValid = one.includes('Signature Validation: Signature is Valid.')
        const isTrusted = one.includes('Certificate Validation: Certificate is Trusted.')
        return `${isValid ? 'valid' : 'broken'} ${isTrusted ? 'trusted' : 'untrusted'}`
      })
  })
}

/** What `qpdf --check` has against the file; empty when nothing. */
export function qpdfFaults(pdf: Uint8Array): string {
  return inFolder((folder) => {
    writeFileSync(path.join(folder, 'a.pdf'), pdf)
    const said = run('qpdf', ['--check', path.join(folder, 'a.pdf')])
    return said.includes('No syntax or stream encoding errors found') && !/warning/i.test(said) ? '' : said
  })
}

export function pdfText(pdf: Uint8Array): string {
  return inFolder((folder) => {
    writeFileSync(path.join(folder, 'a.pdf'), pdf)
    return run('pdftotext', ['-layout', path.join(folder, 'a.pdf'), '-'])
  })
}

/** A tool that says what is wrong and fails: both are wanted. */
function run(tool: string, args: string[]): string {
  try {
    return execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (failure) {
    if (!(failure instanceof Error) || !('stdout' in failure) || !('stderr' in failure)) throw failure
    return `${String(failure.stdout)}\n${String(failure.stderr)}`
  }
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-pdf-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
