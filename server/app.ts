/** Puts the parts together once: config → database → parts. The only file that knows them all. */
import { setTimeout as sleep } from 'node:timers/promises'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { SCHEMA_VERSION } from '../src/lib/document/model.ts'
import { createAccess } from './access/index.ts'
import { chainEnd } from './audit/index.ts'
import { createCollaboration, createRedisBus, isOwnOrigin } from './collab/index.ts'
import { createCompanion } from './companion/pack.ts'
import { createPool } from './compute/index.ts'
import { type Config, readConfig } from './config.ts'
import { connect } from './database/connect.ts'
import { type EmbeddedPostgres, startEmbedded } from './database/embedded.ts'
import { claimFolder } from './database/folder-claim.ts'
import { prepareDatabase } from './database/migrate.ts'
import { plain } from './database/plain.ts'
import { excessOf } from './database/roles.ts'
import { accountsText, makeDemonstration } from './demonstration/index.ts'
import { createDrafts } from './drafts/index.ts'
import { createRefresher } from './drafts/refresher.ts'
import { careOf, meaningOf, pastTexts, storedTexts } from './examine/care.ts'
import { Doors } from './http/doors.ts'
import { createFront } from './http/front.ts'
import { needsOrigin } from './http/hosts.ts'
import { Pace } from './http/pace.ts'
import { imageBytes, ownImageBytes } from './images/bytes.ts'
import { carryImages } from './images/carry.ts'
import { createImages } from './images/index.ts'
import { readier } from './images/works.ts'
import { createImport } from './import/index.ts'
import { createReader } from './import/works.ts'
import { createIssue } from './issue/index.ts'
import { readKeySecret } from './issue/keys/secret.ts'
import { createAccounts } from './issue/keys/service-accounts.ts'
import { modulesAt } from './issue/providers/pkcs11/tokens.ts'
import { servicesOf } from './issue/providers/remote/services.ts'
import { canBeSet } from './issue/typeset/image.ts'
import { createLog } from './log.ts'
import { createLive, createNews } from './news/index.ts'
import { createRegistry } from './registry/index.ts'
import { learnRecipients } from './registry/recipients.ts'
import { carryThreads } from './review/carry.ts'
import { createReview } from './review/index.ts'
import { createRoster } from './roster/index.ts'
import { rosterPlanner } from './roster/read.ts'
import { createSuggest, needNoneOpen } from './suggest/index.ts'
import { createTemplates } from './templates/index.ts'
import { createVersions } from './versions/index.ts'
import { createWatch } from './versions/watch.ts'
import { works } from './works.ts'

const TIDY_EVERY_MS = 60 * 60 * 1000
/** A deadline is told of within so long. */
const REMIND_EVERY_MS = 5 * 60 * 1000
/** How often is looked whether what people write is due to be kept as a version. */
const KEEP_EVERY_MS = 60 * 1000
/** How often is looked what has become of requests for signatures. */
const PULSE_EVERY_MS = 2_000
/** How often a paper is worked on whose signatures can be checked for longer. */
const ARCHIVE_EVERY_MS = 5_000
const READY_WITHIN_MS = 2_000

const WITHOUT_ORIGIN =
  'It listens to the network, but answers only as localhost until you set ORIGIN to the address people type,\n' +
  'for example ORIGIN=http://192.168.1.5:3000, and start again.'

export type App = Awaited<ReturnType<typeof startApp>>

/** Starts everything. Throws, having ended what it had begun, with a message that a person can act on. */
export async function startApp(config: Config = readConfig(process.env)) {
  /** How to end what runs, last begun first. */
  const endings: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (let end = endings.pop(); end; end = endings.pop()) await end()
  }
  try {
    return { ...(await startParts(config, endings)), stop }
  } catch (failure) {
    await stop()
    throw failure
  }
}

async function startParts(config: Config, endings: (() => Promise<unknown>)[]) {
  const isEvaluation = !config.databaseUrl
  // Whoever evaluates reads a terminal, whoever operates a log.
  const log = createLog(config.logLevel ?? (isEvaluation ? 'warn' : 'info'))
  const say = (text: string) => void (isEvaluation && process.stdout.write(`${text}\n`))
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })

  if (isEvaluation) say('Starting the database …')
  const { url, ownerUrl } = config.databaseUrl
    ? { url: config.databaseUrl, ownerUrl: config.databaseOwnerUrl }
    : await openEmbedded(config, endings)
  await prepareDatabase(url, ownerUrl, config.root)
  const { pool, db } = connect(url, (error) => log.warn({ error: error.message }, 'database connection lost'))
  endings.push(() => pool.end())
  const excess = await excessOf(pool)
  if (excess)
    log.warn(
      { excess },
      'the role of DATABASE_URL could rewrite the record: see "Database roles" in docs/operations.md',
    )

  const { secret: keySecret, made } = await readKeySecret(db, { given: config.keySecret, dataDir: config.dataDir })
  if (made && !isEvaluation)
    log.warn({ file: made }, 'the secret that locks the signing keys was made: keep a copy apart from the database')

  const workers = createPool({
    root: config.root,
    works,
    log,
    isNeeded: () => collab.stats().connections > 0,
  })
  endings.push(workers.close)

  const access = createAccess({
    db,
    pool,
    isEvaluation,
    isSecure: config.origin?.startsWith('https:') ?? false,
    rightsChanged: (change) => collab.rightsChanged(change),
  })
  const bus = config.redisUrl ? await createRedisBus(config.redisUrl, log) : undefined
  if (bus) endings.push(bus.close)
  const texts = { db, examine: workers.do, collab: () => collab }
  const collab = createCollaboration({
    pool,
    log,
    bus,
    metrics,
    authoriser: {
      admit: (request, draftId) => access.socket.admit(request.headers.cookie, draftId),
      rightOf: access.socket.rightOf,
    },
    schemaVersion: SCHEMA_VERSION,
    squash: (updates, about) => workers.do.squash(updates, { urgency: 'save', about }),
    origin: config.origin,
    meaning: meaningOf(texts),
  })
  const { readText, readNow } = storedTexts(collab)
  const news = createNews({ db })
  const versions = createVersions({
    db,
    text: pastTexts(() => collab),
    work: workers.do,
    toWord: (texts, asked, draftId) =>
      workers.do.comparedWord(texts, asked, ({ hashes }) => ownImageBytes(db, draftId, hashes)),
  })
  const drafts = createDrafts({
    db,
    tell: news.tell,
    keepVersion: versions.keep,
    seedText: (tx, draftId, update, userId) => collab.seed(plain(tx), draftId, update, userId),
    readText,
    readNow,
    texts: careOf(texts),
    carryImages,
    needDecided: needNoneOpen,
    rightsChanged: collab.rightsChanged,
    notice: collab.notice,
  })
  const templates = createTemplates({ db, keepText: drafts.keepText, beginFrom: drafts.beginFrom })
  const refresher = createRefresher(drafts.refreshSubject, (error) =>
    log.warn({ err: error }, 'a subject was not refreshed'),
  )
  collab.onStored(refresher.noteStored)
  endings.push(refresher.flush, collab.drain)

  const watch = createWatch(versions.keepAuto, (error) => log.warn({ err: error }, 'a version was not kept'))
  collab.onStored(watch.noteStored)
  const keeping = setInterval(() => void watch.pulse(), KEEP_EVERY_MS)
  endings.push(async () => clearInterval(keeping))

  const review = createReview({ db, tell: news.tell, notice: collab.notice })
  const suggest = createSuggest({
    db,
    readNow,
    normal: (person, put) => workers.do.normalPut(put, { urgency: 'answer', person: person.id }),
    apply: (person, draftId, asked) =>
      workers.do.applySuggestions(asked, { urgency: 'answer', person: person.id, about: draftId }),
    view: (person, draftId, asked) =>
      workers.do.suggestedText(asked, { urgency: 'look', person: person.id, about: draftId }),
    append: (tx, draftId, change) => collab.append(plain(tx), draftId, { position: null, ...change }),
    appended: (draftId) => collab.appended(draftId, 'change'),
    tell: news.tell,
    notice: collab.notice,
  })
  const registry = createRegistry({ db, setRegister: workers.do.setRegister })
  const readImages = (hashes: readonly string[]) => imageBytes(db, hashes)
  const images = createImages({
    db,
    pool,
    ready: readier(workers.do.readyImage),
    canBeSet: canBeSet(workers.do.tryImage),
  })
  const issue = createIssue({
    db,
    pool,
    log,
    origin: config.origin ?? `http://${config.host}:${config.port}`,
    keySecret,
    tokenModules: modulesAt(config.pkcs11Modules),
    services: servicesOf({ ...config, accounts: createAccounts(db, keySecret) }),
    tsaUrls: config.tsaUrls,
    pkiHosts: config.pkiHosts,
    uploadLimitBytes: config.uploadLimitBytes,
    drafts: { move: drafts.move, restart: drafts.restart, announce: drafts.announce },
    text: {
      close: (tx, draftId) => collab.close(plain(tx), draftId),
      readState: readText,
      readNow,
      frozen: collab.frozen,
    },
    images: {
      need: images.need,
      bytes: readImages,
      own: (draftId, hashes) => ownImageBytes(db, draftId, hashes),
      carry: carryImages,
    },
    review: { suggestions: suggest.list, threads: review.threads },
    threads: { carry: carryThreads },
    learnRecipients,
    warn: news.warn,
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
    toWord: workers.do.toWord,
    markedWord: workers.do.markedWord,
  })

  const companion = createCompanion({
    origin: config.origin ?? `http://${config.host}:${config.port}`,
    modules: config.companionModules,
    folder: config.companionDir,
    root: config.root,
    dataDir: config.dataDir,
  })

  let pulsing: Promise<void> | null = null
  const pulse = () => {
    pulsing ??= issue
      .pulse()
      .catch((error: unknown) => log.warn({ err: error }, 'requests for signatures were not looked at'))
      .finally(() => (pulsing = null))
  }
  const pulses = setInterval(pulse, PULSE_EVERY_MS)
  endings.push(async () => {
    clearInterval(pulses)
    await pulsing
  })

  // Papers whose signatures can be made good for longer: one at a time, behind everything that people wait for.
  let archiving: Promise<unknown> | null = null
  const archive = () => {
    archiving ??= issue.archive
      .one()
      .catch((error: unknown) => log.warn({ err: error }, 'nothing was archived'))
      .finally(() => (archiving = null))
  }
  const archives = setInterval(archive, ARCHIVE_EVERY_MS)
  const stand = () =>
    issue.standing.tick().catch((error: unknown) => log.warn({ err: error }, 'what signing stands on was not tried'))
  const standing = setInterval(() => void stand(), TIDY_EVERY_MS)
  endings.push(async () => {
    clearInterval(archives)
    clearInterval(standing)
    await archiving
  })

  const wordImport = createImport({
    db,
    pool,
    uploadLimitBytes: config.uploadLimitBytes,
    reader: createReader(workers.do),
    keepImage: images.keep,
    takeImages: images.take,
    createDraft: drafts.create,
    bringThreads: review.bring,
    bringSuggestions: suggest.bring,
  })

  const roster = createRoster({
    db,
    pool,
    plan: rosterPlanner(workers.do.planRoster),
    rightsChanged: collab.rightsChanged,
  })

  const tidying = setInterval(() => {
    Promise.all([access.tidy(), wordImport.tidy(), images.tidy(), news.tidy()]).catch((error: unknown) =>
      log.warn({ err: error }, 'old rows were not deleted'),
    )
  }, TIDY_EVERY_MS)
  endings.push(async () => clearInterval(tidying))
  const remind = () =>
    Promise.all([news.remind(), registry.lateNumbers().then(news.warn)]).catch((error: unknown) =>
      log.warn({ err: error }, 'nobody was told of deadlines'),
    )
  const reminding = setInterval(() => void remind(), REMIND_EVERY_MS)
  endings.push(async () => clearInterval(reminding))
  if (isEvaluation) {
    await makeDemonstration({ db, root: config.root, log, say, drafts, review, issue, readText: readNow })
  }
  void remind()
  log.info(await chainEnd(db), 'the audit record ends here') // a note outside the database: see server/audit/check.ts
  await issue.keys.check()
  await issue.archive.wake()
  void stand() // others' servers may take their time
  const setupToken = isEvaluation ? null : await access.setup.newToken()

  const live = createLive({
    url,
    log,
    seats: access.socket,
    isOwnOrigin: (request) => isOwnOrigin(request, config.origin),
    countUnread: news.unread,
  })
  endings.push(live.close)
  const sockets: Pick<typeof live, 'upgrade'> = {
    upgrade: (...asked) => (live.takes(asked[0]) ? live : collab).upgrade(...asked),
  }

  return {
    config,
    log,
    db,
    pool,
    /** True with the embedded database only: demonstration people exist. */
    isEvaluation,
    access,
    drafts,
    templates,
    review,
    suggest,
    versions,
    issue,
    companion,
    images,
    registry,
    wordImport,
    news,
    roster,
    collab,
    metrics,
    /** How much of one person is under way at once. */
    doors: new Doors(),
    /** Of the pages that hold the main thread long. */
    pace: new Pace(),
    ...createFront(config, sockets),
    /** Whether the database answers, and within a time that a person would wait. */
    async isReady(): Promise<boolean> {
      const answer = pool.query('select 1').then(
        () => true,
        () => false,
      )
      return Promise.race([answer, sleep(READY_WITHIN_MS, false)])
    },
    /** What the terminal shows once people can come. */
    readyText(origin: string): string {
      const name = needsOrigin(config) ? [WITHOUT_ORIGIN] : []
      const setup = setupToken ? [`Set up at ${origin}/setup with this one-time token: ${setupToken}`] : []
      return [`Ready: ${origin}`, ...name, ...setup, ...(isEvaluation ? [accountsText()] : [])].join('\n')
    },
  }
}

/** Without a database in the settings, one of our own for evaluation. */
async function openEmbedded(config: Config, endings: (() => Promise<unknown>)[]): Promise<EmbeddedPostgres> {
  endings.push(await claimFolder(config.dataDir))
  const embedded = await startEmbedded(config.dataDir)
  endings.push(embedded.stop)
  return embedded
}
