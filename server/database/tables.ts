/**
 * Every table of the house, in the order in which a document meets them: the office, its people, a draft, its text,
 * what was said about it, the register, the signed files, and the record of who did what.
 */
import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Anchor } from '../../src/lib/document/anchors/anchor.ts'
import type { ShownField } from '../../src/lib/document/fields.ts'
import type { Office } from '../../src/lib/document/office.ts'
import type { Change, Undo, Undoing } from '../../src/lib/document/suggest/shapes.ts'
import type { Kind as SuggestionKind } from '../../src/lib/document/suggest/words.ts'
import type {
  ArchiveFault,
  Audience,
  DraftPart,
  DraftState,
  FileKind,
  IssueStep,
  NewsEvent,
  NewsTopic,
  PathAct,
  RequestState,
  Role,
  SealCapacity,
  SignatureLevel,
  SignaturePart,
  SigningDevice,
  SigningForm,
  SuggestionDecision,
  VersionKind,
} from '../../src/lib/vocabulary.ts'

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
})
const instant = (name: string) => timestamp(name, { withTimezone: true })
const id = () =>
  uuid('id')
    .primaryKey()
    .default(sql`gen_random_uuid()`)

// ── The office ──────────────────────────────────────────────────────────────────────────────────────────────────

export const agencies = pgTable('agencies', {
  id: id(),
  /** The body directly above, as on the letterhead; empty for a People's Committee of a province. */
  parentName: text('parent_name').notNull().default(''),
  /** As on the letterhead, one line of it per line of text. */
  name: text('name').notNull(),
  /** As in running text: "Ủy ban nhân dân tỉnh Sơn La". */
  fullName: text('full_name').notNull(),
  /** As in a document's symbol: "UBND". */
  abbreviation: text('abbreviation').notNull(),
  /** Địa danh on the date line. */
  place: text('place').notNull(),
  /** Address, e-mail, telephone … at the foot of its official letters, one line of it per line of text. */
  contact: text('contact').notNull().default(''),
  /** Mã định danh cơ quan; up to 35 characters. */
  code: text('code').notNull().default(''),
  /** Format rules that block an issue here although they only advise elsewhere, and the reverse. */
  formatPolicy: jsonb('format_policy').$type<Record<string, 'fault' | 'advice' | 'off'>>().notNull().default({}),
  /** Whether whoever suggested a change may also accept it. */
  acceptsOwn: boolean('accepts_own').notNull().default(true),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** Documents that drafts may be founded on, with the time they are in force. */
export const legalBases = pgTable(
  'legal_bases',
  {
    id: id(),
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    /** As it stands behind "Căn cứ ", without the ending. */
    wording: text('wording').notNull(),
    validFrom: date('valid_from').notNull(),
    /** The last day in force; null while nobody has ended it. */
    validTo: date('valid_to'),
    replacedBy: text('replaced_by').notNull().default(''),
    /** Out of the library: nobody is offered it or warned of it. Drafts hold its words, which stay. */
    removedAt: timestamp('removed_at', { withTimezone: true }),
  },
  (table) => [unique('legal_bases_wording').on(table.agencyId, table.wording)],
)

export const units = pgTable('units', {
  id: id(),
  agencyId: uuid('agency_id')
    .notNull()
    .references(() => agencies.id),
  name: text('name').notNull(),
  /** As in "Lưu: VT, NC" and in the symbol of an official letter: "NC". */
  abbreviation: text('abbreviation').notNull(),
  closedAt: instant('closed_at'),
})

// ── Its people ──────────────────────────────────────────────────────────────────────────────────────────────────

export const users = pgTable(
  'users',
  {
    id: id(),
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    unitId: uuid('unit_id').references(() => units.id),
    username: text('username').notNull(),
    name: text('name').notNull(),
    /** Official position: "Chuyên viên", "Phó Chủ tịch". */
    position: text('position').notNull(),
    roles: text('roles').array().$type<Role[]>().notNull(),
    passwordHash: text('password_hash').notNull(),
    /** The password was given by an administrator: its owner must choose their own before anything else. */
    mustChangePassword: boolean('must_change_password').notNull().default(false),
    lockedAt: instant('locked_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('users_username').on(sql`lower(${t.username})`)],
)

/**
 * What the agency, a unit or a person is called from a day on, while drafts and registers go on. Before its first change,
 * and where none holds, the row of the agency, unit or person itself says it. `change_on` in the migrations finds the one
 * that holds on a day.
 */
export const datedChanges = pgTable(
  'dated_changes',
  {
    id: id(),
    /** The agency, unit or person; the table is not named, because an id stands in one of them only. */
    subjectId: uuid('subject_id').notNull(),
    validFrom: date('valid_from').notNull(),
    /** The last day; null = until the next change. After it, what held before holds again. */
    validTo: date('valid_to'),
    /** By the names of the columns that it stands for. */
    data: jsonb('data').$type<Record<string, string>>().notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('dated_changes_day').on(t.subjectId, t.validFrom),
    check('dated_changes_order', sql`${t.validTo} is null or ${t.validTo} >= ${t.validFrom}`),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the session id, hex: reading this table opens no session. */
    id: text('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    userAgent: text('user_agent').notNull().default(''),
    address: text('address').notNull().default(''),
  },
  (t) => [index('sessions_user').on(t.userId)],
)

/** Which tours through the pages a person has had, or put aside: they are not offered again. */
export const toursSeen = pgTable(
  'tours_seen',
  {
    personId: uuid('person_id')
      .notNull()
      .references(() => users.id),
    tour: text('tour').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.tour] })],
)

/** One row as long as nobody has set the product up: the hash of the one-time token printed in the log. */
export const setupTokens = pgTable('setup_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  createdAt: instant('created_at').notNull().defaultNow(),
  usedAt: instant('used_at'),
})

/** Failed attempts by address and by account, counted for all nodes together (rate-limiter-flexible's layout). */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  /** Milliseconds since 1970. */
  expire: bigint('expire', { mode: 'number' }),
})

// ── A draft and who has it ──────────────────────────────────────────────────────────────────────────────────────

export const drafts = pgTable(
  'drafts',
  {
    id: id(),
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    unitId: uuid('unit_id').references(() => units.id),
    kind: text('kind').notNull(),
    /** A copy of the subject for lists, refreshed after the text is stored; the truth is in the text. */
    subject: text('subject').notNull().default(''),
    state: text('state').$type<DraftState>().notNull().default('drafting'),
    /** Who has it now; empty once it is issued, cancelled or voided. */
    holderId: uuid('holder_id').references(() => users.id),
    heldSince: instant('held_since').notNull().defaultNow(),
    dueAt: instant('due_at'),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    /** Grows with every change of state; a form carries it, so that two people cannot act on the same moment. */
    step: integer('step').notNull().default(0),
    /** The voided draft whose frozen text this one began with. */
    restartedFrom: uuid('restarted_from')
      .unique()
      .references((): AnyPgColumn => drafts.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('drafts_holder').on(t.holderId, t.state), index('drafts_state').on(t.state, t.updatedAt)],
)

export const draftPeople = pgTable(
  'draft_people',
  {
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    part: text('part').$type<DraftPart>().notNull(),
    addedAt: instant('added_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.userId, t.part] }), index('draft_people_user').on(t.userId)],
)

/** The path a draft has taken: one row per change of state, with the reason that was given. */
export const draftSteps = pgTable(
  'draft_steps',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    act: text('act').$type<PathAct>().notNull(),
    fromState: text('from_state').$type<DraftState>(),
    toState: text('to_state').$type<DraftState>().notNull(),
    actorId: uuid('actor_id')
      .notNull()
      .references(() => users.id),
    /** To whom it went. */
    holderId: uuid('holder_id').references(() => users.id),
    reason: text('reason').notNull().default(''),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [index('draft_steps_draft').on(t.draftId, t.id)],
)

/**
 * Rights that changed, in commit order near enough: every node reads on from the last id it saw, so a change reaches
 * open sockets even where no hint arrives (GUARD-1). Empty draft or user = all of them.
 */
export const accessChanges = pgTable('access_changes', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  draftId: uuid('draft_id'),
  userId: uuid('user_id'),
  at: instant('at').notNull().defaultNow(),
})

/**
 * A Word file that was read: its report, and its content until a draft is made of it. Without a draft it is deleted
 * after a day.
 */
export const imports = pgTable(
  'imports',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    report: jsonb('report').notNull(),
    content: jsonb('content'),
    draftId: uuid('draft_id')
      .unique()
      .references(() => drafts.id),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [index('imports_user').on(t.userId, t.createdAt)],
)

// ── Its images ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Bytes by what they are: never changed, and never deleted while a draft or a template has them. */
export const images = pgTable('images', {
  /** SHA-256 of `bytes`, hex. */
  hash: text('hash').primaryKey(),
  bytes: bytea('bytes').notNull(),
  /** When they came in last; what nothing has taken after two days goes. */
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** Which draft has which image: whoever may see the draft may see it. */
export const draftImages = pgTable(
  'draft_images',
  {
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    hash: text('hash')
      .notNull()
      .references(() => images.hash),
    addedBy: uuid('added_by')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.hash] }), index('draft_images_hash').on(t.hash)],
)

// ── What drafts begin with ──────────────────────────────────────────────────────────────────────────────────────

/** Words put away to begin drafts with: a person's own, or the office's. */
export const templates = pgTable(
  'templates',
  {
    id: id(),
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    /** Canonical JSON of an OfficialDocument: read and written in processes only, never looked into by the database. */
    document: text('document').notNull(),
    /** Whose names stand in it. */
    office: jsonb('office').$type<Office>().notNull(),
    /** Since when it is the office's; null = its owner's. */
    sharedAt: instant('shared_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    index('templates_owner').on(t.ownerId),
    index('templates_shared')
      .on(t.agencyId)
      .where(sql`${t.sharedAt} is not null`),
  ],
)

export const templateImages = pgTable(
  'template_images',
  {
    templateId: uuid('template_id')
      .notNull()
      .references(() => templates.id, { onDelete: 'cascade' }),
    hash: text('hash')
      .notNull()
      .references(() => images.hash),
  },
  (t) => [primaryKey({ columns: [t.templateId, t.hash] }), index('template_images_hash').on(t.hash)],
)

// ── Its text ────────────────────────────────────────────────────────────────────────────────────────────────────

/** One row per draft: where its log ends, and whether it has been closed for good (FRZ-1). */
export const textHeads = pgTable('text_heads', {
  draftId: uuid('draft_id').primaryKey(),
  /** Position of the last update; gapless per draft. */
  head: bigint('head', { mode: 'number' }).notNull().default(0),
  frozenAt: instant('frozen_at'),
})

/** The append-only log: Yjs updates (v1) in the order of their position. */
export const textUpdates = pgTable(
  'text_updates',
  {
    draftId: uuid('draft_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    userId: uuid('user_id'),
    update: bytea('update').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.position] })],
)

/** The text up to a position in one piece, so that opening costs what the text costs, not what its history does. */
export const textSnapshots = pgTable('text_snapshots', {
  draftId: uuid('draft_id').primaryKey(),
  position: bigint('position', { mode: 'number' }).notNull(),
  state: bytea('state').notNull(),
  stateVector: bytea('state_vector').notNull(),
  at: instant('at').notNull().defaultNow(),
})

/** Stretches of the log that were put away: every row with its author and time (server/collab/archive.ts). */
export const textArchives = pgTable(
  'text_archives',
  {
    draftId: uuid('draft_id').notNull(),
    fromPosition: bigint('from_position', { mode: 'number' }).notNull(),
    toPosition: bigint('to_position', { mode: 'number' }).notNull(),
    /** Of the rows' updates, one after the other. */
    sha256: bytea('sha256').notNull(),
    segment: bytea('segment').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.fromPosition] })],
)

/**
 * The text as it stood at some positions, in one piece each: any moment is one of these and the few updates behind it. They
 * are a short cut only; the log says the same (server/collab/past.ts).
 */
export const textKeyframes = pgTable(
  'text_keyframes',
  {
    draftId: uuid('draft_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    state: bytea('state').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.position] })],
)

// ── Its versions ────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * A moment of a draft that was kept under a number: a position of the log, what was said then, and the hash that names its
 * text. Never changed; what was counted afterwards (words, authors) is filled in once.
 */
export const versions = pgTable(
  'versions',
  {
    id: id(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    /** From 1, in the order in which they were kept. */
    number: integer('number').notNull(),
    kind: text('kind').$type<VersionKind>().notNull(),
    /** Given by whoever kept it on demand; else "". */
    name: text('name').notNull().default(''),
    position: bigint('position', { mode: 'number' }).notNull(),
    /** SHA-256 (hex) of the canonical JSON of fields and body; empty where nobody could read the text. */
    hash: text('hash'),
    /** Whose act it was; empty where the program kept it. */
    actorId: uuid('actor_id').references(() => users.id),
    /** The threads with their comments as they were, for the page that shows it. */
    talk: jsonb('talk').$type<unknown[]>().notNull().default([]),
    /** What was suggested and not decided then, in words; empty in versions from before it was kept. */
    suggested: jsonb('suggested').$type<unknown[]>(),
    /** Of those threads, so many were open: a list that counted them would unfold all that was said. */
    openThreads: integer('open_threads').notNull().default(0),
    words: integer('words'),
    /** Since the version before. */
    wordsIn: integer('words_in'),
    wordsOut: integer('words_out'),
    authors: uuid('authors').array(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('versions_number').on(t.draftId, t.number)],
)

/** Up to where somebody has read a draft, by their own word or act, and which changes since they have ticked off. */
export const readings = pgTable(
  'readings',
  {
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    position: bigint('position', { mode: 'number' }).notNull(),
    /** Keys of changes, by their content: what changes again is unseen again. */
    seen: text('seen').array().notNull().default([]),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.userId] })],
)

// ── What was said about it ──────────────────────────────────────────────────────────────────────────────────────

export const threads = pgTable(
  'threads',
  {
    id: id(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    /** Where the passage stood (JSON); the text itself holds no mark. Empty = about the whole draft. */
    anchor: jsonb('anchor').$type<Anchor | null>(),
    /** The field of the page it is about, where it is about one. */
    field: text('field').$type<ShownField>(),
    /** What somebody suggests, where it is about that. `anchor` then says where it stood, for when it is decided. */
    suggestionId: uuid('suggestion_id').references((): AnyPgColumn => suggestions.id),
    /** The passage as it read when the thread was opened. */
    quote: text('quote').notNull().default(''),
    /** Who may know of it (server/access/talk.ts). */
    audience: text('audience').$type<Audience>().notNull().default('all'),
    /** Whose people, where it is one unit's; empty for the others. */
    unitId: uuid('unit_id').references(() => units.id),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    resolvedAt: instant('resolved_at'),
    resolvedBy: uuid('resolved_by').references(() => users.id),
  },
  (t) => [
    index('threads_draft').on(t.draftId),
    check('threads_audience', sql`${t.audience} in ('all', 'unit', 'private')`),
    check('threads_unit', sql`(${t.audience} = 'unit') = (${t.unitId} is not null)`),
  ],
)

/** What somebody suggests to change. Nothing of it stands in the text before it is accepted (docs/decisions/0016-suggestions.md). */
export const suggestions = pgTable(
  'suggestions',
  {
    /** Chosen by the page of its author. */
    id: uuid('id').primaryKey(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    /** Who suggested it elsewhere, as a Word file says it; then `authorId` has only brought it. */
    outsideAuthor: text('outside_author'),
    /** The Yjs client under which it comes into the text: chosen here, so that nobody can write under a colleague's. */
    client: bigint('client', { mode: 'number' }).notNull(),
    changes: jsonb('changes').$type<Change[]>().notNull(),
    /** Grows each time its author changes it. */
    revision: integer('revision').notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    state: text('state').$type<'open' | 'accepted' | 'rejected' | 'withdrawn'>().notNull().default('open'),
    decidedAt: instant('decided_at'),
    decidedBy: uuid('decided_by').references(() => users.id),
    /** What was said with the decision. */
    reply: text('reply').notNull().default(''),
    /** Why its author suggests it. */
    reason: text('reason').notNull().default(''),
    /** What takes it out of the text again, of one that was accepted; of the oldest a list. */
    undo: jsonb('undo').$type<Undoing | Undo[]>(),
  },
  (t) => [index('suggestions_draft').on(t.draftId, t.createdAt)],
)

/** What was decided on suggestions, and taken back, for good: a row is never changed. */
export const suggestionDecisions = pgTable(
  'suggestion_decisions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    suggestionId: uuid('suggestion_id')
      .notNull()
      .references(() => suggestions.id),
    how: text('how').$type<SuggestionDecision>().notNull(),
    /** In one word what was suggested, and the words before and after, as they stood when it was decided. */
    kind: text('kind').$type<SuggestionKind>().notNull(),
    was: text('was').notNull(),
    put: text('put').notNull(),
    reply: text('reply').notNull().default(''),
    byId: uuid('by_id')
      .notNull()
      .references(() => users.id),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [index('suggestion_decisions_draft').on(t.draftId, t.id), index('suggestion_decisions_of').on(t.suggestionId)],
)

export const comments = pgTable(
  'comments',
  {
    id: id(),
    threadId: uuid('thread_id')
      .notNull()
      .references(() => threads.id),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    /** Who said it elsewhere, as a Word file says it; then `authorId` has only brought it. */
    outsideAuthor: text('outside_author'),
    /** Empty once it is deleted. */
    text: text('text').notNull(),
    /** Who is spoken to (@). */
    mentions: uuid('mentions').array().notNull().default([]),
    createdAt: instant('created_at').notNull().defaultNow(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),
    /** In the order of the commits within a draft, whose row every act holds: read marks go by it, never by the clock. */
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
  },
  (t) => [index('comments_thread').on(t.threadId, t.createdAt)],
)

/** Up to which comment somebody has read a thread. It holds for the person, on every device. */
export const threadReads = pgTable(
  'thread_reads',
  {
    threadId: uuid('thread_id')
      .notNull()
      .references(() => threads.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** `comments.seq`. */
    upTo: bigint('up_to', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.threadId, t.userId] })],
)

// ── News ────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What concerns a person, one row a person and event, written in the transaction of the act itself. Only the read mark ever
 * changes. Every channel reads from here: the pages now, e-mail later (docs/decisions/0015-news.md). A trigger tells all
 * nodes of new rows and of read marks (NOTIFY news).
 */
export const news = pgTable(
  'news',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    personId: uuid('person_id')
      .notNull()
      .references(() => users.id),
    /** Null of what ends by itself: a key, an authority, a time-stamping authority. */
    draftId: uuid('draft_id').references(() => drafts.id),
    topic: text('topic').$type<NewsTopic>().notNull(),
    event: text('event').$type<NewsEvent>().notNull(),
    /** Who did it; empty where the calendar did. */
    actorId: uuid('actor_id').references(() => users.id),
    threadId: uuid('thread_id').references(() => threads.id),
    suggestionId: uuid('suggestion_id').references(() => suggestions.id),
    /** Of which deadline it tells: of each, a person is told once. */
    dueAt: instant('due_at'),
    /** What ends, as it is called. */
    about: text('about').notNull().default(''),
    /** Which warning it is, of several about the same: each is told once. */
    mark: text('mark').notNull().default(''),
    at: instant('at').notNull().defaultNow(),
    /** What was read in one go has one moment, and stays one line. */
    readAt: instant('read_at'),
  },
  (t) => [
    index('news_person').on(t.personId, t.id),
    index('news_unread')
      .on(t.personId)
      .where(sql`${t.readAt} is null`),
    uniqueIndex('news_deadline')
      .on(t.personId, t.draftId, t.event, t.dueAt)
      .where(sql`${t.dueAt} is not null`),
    uniqueIndex('news_mark')
      .on(t.personId, t.mark)
      .where(sql`${t.mark} <> ''`),
    check('news_of_something', sql`(${t.draftId} is null) = (${t.mark} <> '')`),
  ],
)

// ── Registers ───────────────────────────────────────────────────────────────────────────────────────────────────

export const registers = pgTable('registers', {
  id: id(),
  agencyId: uuid('agency_id')
    .notNull()
    .references(() => agencies.id),
  name: text('name').notNull(),
  /** Kinds that are numbered here; empty = every kind not named by another register of the agency. */
  kinds: text('kinds').array().notNull().default([]),
  /** The council or committee whose papers are numbered here; empty = the agency itself. */
  body: text('body').notNull().default(''),
  /** By what its papers are told from the agency's: a group of their symbol, "HĐTĐKT" of "QĐ-HĐTĐKT". */
  bodySymbol: text('body_symbol').notNull().default(''),
  /** The years in which numbers are given here; null = since ever, and until it is closed. */
  fromYear: integer('from_year'),
  toYear: integer('to_year'),
  closedAt: instant('closed_at'),
})

/** The last number given in a register and year. A finalization locks this row, so numbers have no gap (NUM-1). */
export const registerYears = pgTable(
  'register_years',
  {
    registerId: uuid('register_id')
      .notNull()
      .references(() => registers.id),
    year: integer('year').notNull(),
    lastNumber: integer('last_number').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.registerId, t.year] }), check('not_negative', sql`${t.lastNumber} >= 0`)],
)

/**
 * Numbers of a register and year that were given outside this program: an office that joins mid-year begins behind them, so
 * that its numbers have no gap and each is explained (NUM-1). One that was set by mistake is withdrawn while nothing has
 * been built on it; its row stays.
 */
export const outsideNumbers = pgTable(
  'outside_numbers',
  {
    id: id(),
    registerId: uuid('register_id')
      .notNull()
      .references(() => registers.id),
    year: integer('year').notNull(),
    /** The first and the last of them. */
    fromNumber: integer('from_number').notNull(),
    toNumber: integer('to_number').notNull(),
    reason: text('reason').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: uuid('withdrawn_by').references(() => users.id),
  },
  (t) => [
    index('outside_numbers_register').on(t.registerId, t.year),
    check('outside_numbers_order', sql`${t.fromNumber} between 1 and ${t.toNumber}`),
    check('outside_numbers_reason', sql`${t.reason} <> ''`),
    check('outside_numbers_withdrawn', sql`(${t.withdrawnAt} is null) = (${t.withdrawnBy} is null)`),
  ],
)

/**
 * Numbers kept for a paper that is still to come: the next of a register, for a day, or one with a letter behind it ("12a") by
 * decision. One that was not used is given back: to the register while it is the newest, else it stands there as void.
 */
export const reservedNumbers = pgTable(
  'reserved_numbers',
  {
    id: id(),
    registerId: uuid('register_id')
      .notNull()
      .references(() => registers.id),
    year: integer('year').notNull(),
    number: integer('number').notNull(),
    /** "a" of "12a"; empty of a number of the series. */
    suffix: text('suffix').notNull().default(''),
    /** The day that the paper will carry. */
    forDate: date('for_date').notNull(),
    reason: text('reason').notNull(),
    /** By which decision a number has a letter. */
    decision: text('decision').notNull().default(''),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    returnedAt: instant('returned_at'),
    returnedBy: uuid('returned_by').references(() => users.id),
    returnReason: text('return_reason').notNull().default(''),
    /** It went back to its register: the next paper has it. */
    numberReturned: boolean('number_returned').notNull().default(false),
  },
  (t) => [
    uniqueIndex('reserved_numbers_number')
      .on(t.registerId, t.year, t.number, t.suffix)
      .where(sql`not ${t.numberReturned}`),
    check('reserved_numbers_reason', sql`${t.reason} <> '' and (${t.suffix} = '') = (${t.decision} = '')`),
    check('reserved_numbers_positive', sql`${t.number} > 0`),
    check(
      'reserved_numbers_returned',
      sql`(${t.returnedAt} is null) = (${t.returnReason} = '') and (${t.returnedAt} is null) = (${t.returnedBy} is null)`,
    ),
    check('reserved_numbers_back', sql`not ${t.numberReturned} or (${t.returnedAt} is not null and ${t.suffix} = '')`),
  ],
)

/**
 * Sổ đăng ký văn bản đi (Phụ lục IV): one row per number, a void one with its reason. A row whose number was given back
 * stays too, for what became of its draft; the number itself is another row's then.
 */
export const registerEntries = pgTable(
  'register_entries',
  {
    id: id(),
    registerId: uuid('register_id')
      .notNull()
      .references(() => registers.id),
    year: integer('year').notNull(),
    number: integer('number').notNull(),
    /** "a" of "12a", a number by decision. */
    suffix: text('suffix').notNull().default(''),
    symbol: text('symbol').notNull(),
    /** Whose register it is (trigger register_entries_agency): number and symbol are unique in its year. */
    agencyId: uuid('agency_id').references(() => agencies.id),
    /** The number had been kept for it. */
    reservedId: uuid('reserved_id')
      .unique()
      .references(() => reservedNumbers.id),
    documentDate: date('document_date').notNull(),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    signerName: text('signer_name').notNull(),
    signerPosition: text('signer_position').notNull(),
    /** Who receives it; see src/lib/document/receivers.ts. */
    recipients: text('recipients').notNull().default(''),
    unitId: uuid('unit_id').references(() => units.id),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    copies: integer('copies').notNull().default(1),
    issuedAt: instant('issued_at'),
    note: text('note').notNull().default(''),
    /** Set once and for good; then it is never issued. */
    voidedAt: instant('voided_at'),
    voidedBy: uuid('voided_by').references(() => users.id),
    voidReason: text('void_reason').notNull().default(''),
    /** Voided while it was the newest of its register: the next document has this number. */
    numberReturned: boolean('number_returned').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Symbol, subject, signer and recipients in lower case without diacritics, for search; see src/lib/document/fold.ts. */
    folded: text('folded')
      .notNull()
      .generatedAlwaysAs(
        sql`fold_text(number::text || ' ' || symbol || ' ' || subject || ' ' || signer_name || ' ' || recipients)`,
      ),
  },
  (t) => [
    uniqueIndex('register_entries_number')
      .on(t.registerId, t.year, t.number, t.suffix)
      .where(sql`not ${t.numberReturned}`),
    uniqueIndex('register_entries_symbol')
      .on(t.agencyId, t.year, t.number, t.suffix, t.symbol)
      .where(sql`not ${t.numberReturned}`),
    unique('register_entries_draft').on(t.draftId),
    check(
      'voided_for_a_reason',
      sql`(${t.voidedAt} is null) = (${t.voidReason} = '') and (${t.voidedAt} is null) = (${t.voidedBy} is null)`,
    ),
    check('voided_or_issued', sql`${t.voidedAt} is null or ${t.issuedAt} is null`),
    check('returned_when_voided', sql`not ${t.numberReturned} or ${t.voidedAt} is not null`),
    check('copies_not_negative', sql`${t.copies} >= 0`),
  ],
)

/** How a person looks at a list again and again: what was chosen there, under a name of their own. */
export const savedFilters = pgTable(
  'saved_filters',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => users.id),
    name: text('name').notNull(),
    /** What was chosen, by its name in the address. */
    query: jsonb('query').$type<Record<string, string>>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [unique('saved_filters_name').on(t.personId, t.name)],
)

/** To whom the office writes: bodies and people under "Kính gửi" and "Nơi nhận" of what it issued. */
export const knownRecipients = pgTable(
  'known_recipients',
  {
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    /** As it was written last. */
    name: text('name').notNull(),
    /** The same in lower case without diacritics: one name, however it is written. */
    folded: text('folded').notNull(),
    /** Papers that went there. */
    papers: integer('papers').notNull().default(1),
    lastAt: instant('last_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.folded] }), index('known_recipients_last').on(t.agencyId, t.lastAt)],
)

// ── Frozen and signed ───────────────────────────────────────────────────────────────────────────────────────────

/** What was frozen: the document as data, its hash, and the last Yjs state. Written once with the number. */
export const frozenRevisions = pgTable('frozen_revisions', {
  draftId: uuid('draft_id')
    .primaryKey()
    .references(() => drafts.id),
  /** Position in the log at which the text was closed. */
  position: bigint('position', { mode: 'number' }).notNull(),
  /** OfficialDocument with its issue marks, canonical JSON. */
  document: jsonb('document').notNull(),
  /** SHA-256 of that canonical JSON, hex. */
  hash: text('hash').notNull(),
  /** Printed on the PDF and asked for at /verify; not guessable. */
  verifyCode: text('verify_code').notNull().unique(),
  frozenBy: uuid('frozen_by')
    .notNull()
    .references(() => users.id),
  frozenAt: instant('frozen_at').notNull().defaultNow(),
})

/** The journey from freeze to issue, step by step; a failure is shown here and can be resumed. */
export const issueSteps = pgTable(
  'issue_steps',
  {
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    step: text('step').$type<IssueStep>().notNull(),
    doneAt: instant('done_at'),
    /** Stable code of the last failure of this step; empty when it has not failed since. */
    error: text('error').notNull().default(''),
    failedAt: instant('failed_at'),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.step] })],
)

/**
 * Generations of a document's files, none ever changed: a signed PDF begins with the bytes of the newest base, a sealed one
 * with those of the newest signed, an archived one with those of the newest of all, and that one alone may come behind the issue
 * (trigger issued_files_grow). One that nothing was built on is an attempt that was never issued.
 */
export const issuedFiles = pgTable(
  'issued_files',
  {
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    kind: text('kind').$type<FileKind>().notNull(),
    /** From 1 for each kind. */
    n: integer('n').notNull().default(1),
    sha256: text('sha256').notNull(),
    bytes: bytea('bytes').notNull(),
    /** Where the signature belongs on an unsigned PDF, in points from the bottom left. Unknown for those set before it was kept. */
    signatureBox: jsonb('signature_box').$type<{ page: number; x: number; y: number; width: number; height: number }>(),
    /** The lowest of its signatures; null of a file without any, and of those signed before it was kept, which are B-B. */
    level: text('level').$type<SignatureLevel>(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.kind, t.n] }), index('issued_files_hash').on(t.sha256)],
)

/**
 * Papers that were signed by hand, because no key worked: who said so, and when. What is kept as their signed PDF is a scan, and
 * the agency's seal on it makes it the electronic copy (Điều 25). Written once.
 */
export const paperSignatures = pgTable('paper_signatures', {
  draftId: uuid('draft_id')
    .primaryKey()
    .references(() => drafts.id),
  /** The signer, who says that they have signed. */
  signedBy: uuid('signed_by')
    .notNull()
    .references(() => users.id),
  reason: text('reason').notNull(),
  at: instant('at').notNull().defaultNow(),
})

/**
 * Who may use the agency's seal key, from and to which day: the clerk, or a substitute. As long as an agency has nobody on record
 * every clerk of it may. A right that was ended stays on record.
 */
export const sealRights = pgTable(
  'seal_rights',
  {
    id: id(),
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    capacity: text('capacity').$type<SealCapacity>().notNull(),
    validFrom: date('valid_from').notNull(),
    /** The last day; null = until it is ended. */
    validTo: date('valid_to'),
    /** The paper that says so. */
    decision: text('decision').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    endedBy: uuid('ended_by').references(() => users.id),
  },
  (t) => [
    index('seal_rights_user').on(t.userId),
    check('seal_rights_order', sql`${t.validTo} is null or ${t.validTo} >= ${t.validFrom}`),
    check('seal_rights_ended', sql`(${t.endedAt} is null) = (${t.endedBy} is null)`),
  ],
)

/**
 * Who signs for whom (Điều 13): in which form, which kinds of papers, from and to which day, by which paper. As long as an agency
 * has none of a form on record, that form is not checked. What was ended stays on record.
 */
export const signingDelegations = pgTable(
  'signing_delegations',
  {
    id: id(),
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    /** Who signs. */
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    form: text('form').$type<SigningForm>().notNull(),
    /** As it stands behind the form on paper: "CHỦ TỊCH". */
    forTitle: text('for_title').notNull(),
    /** Kinds of papers; empty = every kind. */
    kinds: text('kinds').array().notNull().default([]),
    /** What it is about, in words. */
    matter: text('matter').notNull().default(''),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
    decision: text('decision').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    endedBy: uuid('ended_by').references(() => users.id),
  },
  (t) => [
    index('signing_delegations_user').on(t.userId),
    check('signing_delegations_order', sql`${t.validTo} is null or ${t.validTo} >= ${t.validFrom}`),
    check('signing_delegations_ended', sql`(${t.endedAt} is null) = (${t.endedBy} is null)`),
    // Thừa ủy quyền is limited in time (Điều 13.3).
    check('signing_delegations_limited', sql`${t.form} <> 'TUQ' or ${t.validTo} is not null`),
  ],
)

/** A signing key: a person's, or the agency's seal. What is kept of it opens with a PIN that is stored nowhere. */
export const signingKeys = pgTable(
  'signing_keys',
  {
    id: id(),
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    /** Whose key; empty = the agency's seal. */
    userId: uuid('user_id').references(() => users.id),
    /** Who signs with it: a name in server/issue/providers/all.ts. */
    provider: text('provider').notNull().default('pkcs12'),
    /** As it was brought in before keys were locked; the next use locks it (server/issue/pki/vault.ts). */
    pkcs12: bytea('pkcs12'),
    /** The PKCS#12 file, locked with its PIN and the secret of this installation. */
    locked: bytea('locked'),
    /** Where the key is that is not kept here, as its provider finds it again; null of a file. No secret. */
    place: jsonb('place'),
    certificatePem: text('certificate_pem').notNull(),
    chainPem: text('chain_pem').notNull().default(''),
    subject: text('subject').notNull(),
    serial: text('serial').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to').notNull(),
    /** Transparent PNG: the blue handwritten signature, or the red seal at true size. */
    imagePng: bytea('image_png'),
    isEvaluation: boolean('is_evaluation').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    retiredAt: instant('retired_at'),
    /** Since when its authority says that its certificate is revoked: found out later, and for good. */
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    index('signing_keys_user').on(t.userId),
    check('signing_keys_kept_once', sql`num_nonnulls(${t.pkcs12}, ${t.locked}, ${t.place}) = 1`),
  ],
)

/** People's own sign-ins at a signing service that wants them (server/issue/keys/own-service.ts): one row a person. */
export const serviceSignIns = pgTable('service_sign_ins', {
  /** Names a journey of their browser. */
  id: id(),
  userId: uuid('user_id')
    .notNull()
    .unique()
    .references(() => users.id),
  /** The last journey to its page, as a request keeps one in its reference. */
  journey: text('journey').notNull().default(''),
  /** The page of ours that it began on. */
  backTo: text('back_to').notNull().default('/account/service'),
  /** Its tokens, locked with the secret of this installation; null before the first sign-in, and when they are good no more. */
  locked: bytea('locked'),
})

/** Kinds of keys that an office does not use, although this installation could: `kind` as in server/issue/keys/ways.ts. */
export const withdrawnWays = pgTable(
  'withdrawn_ways',
  {
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agencies.id),
    kind: text('kind').notNull(),
    since: instant('since').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.kind] })],
)

/**
 * What somebody was asked to sign: over which file, with which key, until when; and what came of it. What was asked stands
 * for good, and what has ended goes on no more (trigger signing_requests_keep). From the first request on its file is the last
 * of its kind (trigger issued_files_locked). An answer that came too late is kept here and stands in no file.
 */
export const signingRequests = pgTable(
  'signing_requests',
  {
    id: id(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    part: text('part').$type<SignaturePart>().notNull(),
    /** Who was asked, and asked for it: nobody else signs in their place. */
    askedOf: uuid('asked_of')
      .notNull()
      .references(() => users.id),
    keyId: uuid('key_id')
      .notNull()
      .references(() => signingKeys.id),
    device: text('device').$type<SigningDevice>().notNull(),
    /** The file that is signed, as it is kept in issued_files. */
    baseKind: text('base_kind').$type<FileKind>().notNull(),
    baseN: integer('base_n').notNull(),
    /** What comes behind its bytes: field, image, claimed time and the empty place of the signature. */
    update: bytea('update').notNull(),
    /** Where the hexadecimal digits of the signature stand in the whole file, and how many. */
    contentsStart: integer('contents_start').notNull(),
    contentsLength: integer('contents_length').notNull(),
    /** DER of the SET OF attributes (RFC 5652, 5.4): the very bytes that are signed. */
    signedAttributes: bytea('signed_attributes').notNull(),
    /** The claimed time of signing, as it stands in the file. */
    signingTime: instant('signing_time').notNull(),
    goodUntil: instant('good_until').notNull(),
    askedAt: instant('asked_at').notNull().defaultNow(),
    /** What the one who was asked calls the request; empty = it has not been taken, or is answered at once. */
    reference: text('reference').notNull().default(''),
    /** When it was asked last what became of it. */
    lookedAt: instant('looked_at'),
    state: text('state').$type<RequestState>().notNull().default('waiting'),
    /** Stable code of why it failed. */
    error: text('error').notNull().default(''),
    endedAt: instant('ended_at'),
    /** The value of the signature as it came, also one that fits nothing or came too late. */
    answer: bytea('answer'),
    answeredAt: instant('answered_at'),
  },
  (t) => [
    foreignKey({
      name: 'signing_requests_base',
      columns: [t.draftId, t.baseKind, t.baseN],
      foreignColumns: [issuedFiles.draftId, issuedFiles.kind, issuedFiles.n],
    }),
    index('signing_requests_draft').on(t.draftId, t.askedAt),
    // Signatures come one after the other: the bytes of the second hold those of the first.
    uniqueIndex('signing_requests_waiting')
      .on(t.draftId)
      .where(sql`${t.state} = 'waiting'`),
    // For a while somebody may still answer what nobody waits for.
    index('signing_requests_late')
      .on(t.endedAt)
      .where(sql`${t.state} <> 'waiting' and ${t.answer} is null and ${t.device} = 'phone'`),
    check('signing_requests_ended', sql`(${t.state} = 'waiting') = (${t.endedAt} is null)`),
    check('signing_requests_answered', sql`(${t.answer} is null) = (${t.answeredAt} is null)`),
    check('signing_requests_embedded', sql`${t.state} <> 'embedded' or ${t.answer} is not null`),
  ],
)

/**
 * How long the signatures of a paper can be checked, and what is to be done about it (server/issue/archive). One row a paper, from
 * its first signature on.
 */
export const archives = pgTable(
  'archives',
  {
    draftId: uuid('draft_id')
      .primaryKey()
      .references(() => drafts.id),
    /** Of its newest file: the lowest of its signatures. */
    level: text('level').$type<SignatureLevel>().notNull(),
    /** Why it is not higher; empty = it is as high as it gets. */
    reason: text('reason').$type<ArchiveFault | ''>().notNull().default(''),
    /** What the reason is about: an authority, an address. */
    about: text('about').notNull().default(''),
    /** When it is to be worked on; null before the issue. */
    dueAt: instant('due_at'),
    /** Since it last came on: what comes next waits the longer for it. */
    tries: integer('tries').notNull().default(0),
    triedAt: instant('tried_at'),
    /** A node works on it until then; one that has died leaves it to the others. */
    claimedUntil: instant('claimed_until'),
    /** Until when the last time stamp can be checked: by its certificates, or as long as its algorithm holds. */
    holdsUntil: instant('holds_until'),
  },
  (t) => [index('archives_due').on(t.dueAt)],
)

/** By what the secret that locks the keys is recognised: one row. The secret itself is never here (server/issue/keys/secret.ts). */
export const keySecrets = pgTable(
  'key_secrets',
  {
    id: boolean('id').primaryKey().default(true),
    /** An HMAC under it. */
    recognised: bytea('recognised').notNull(),
    since: instant('since').notNull().defaultNow(),
  },
  (t) => [check('key_secrets_one', sql`${t.id}`)],
)

/** Certification authorities that signatures are checked against. */
export const trustedAuthorities = pgTable('trusted_authorities', {
  id: id(),
  name: text('name').notNull(),
  certificatePem: text('certificate_pem').notNull(),
  isEvaluation: boolean('is_evaluation').notNull().default(false),
  createdAt: instant('created_at').notNull().defaultNow(),
})

// ── The record ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Append-only and hash-chained (AUD-1): each row's hash covers the row and the hash before it. */
export const auditLog = pgTable(
  'audit_log',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    actorId: uuid('actor_id'),
    act: text('act').notNull(),
    draftId: uuid('draft_id'),
    detail: jsonb('detail').notNull().default({}),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [index('audit_log_draft').on(t.draftId)],
)

/** Where the chain ends: one row, locked by every act, so that rows cut off the end are missed (AUD-1). */
export const auditHead = pgTable(
  'audit_head',
  {
    id: integer('id').primaryKey().default(1),
    seq: bigint('seq', { mode: 'number' }).notNull().default(0),
    hash: text('hash').notNull(),
  },
  (t) => [check('one_row', sql`${t.id} = 1`)],
)
