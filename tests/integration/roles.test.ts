/** The running program is another role than the owner of the tables, and can undo nothing that stands for good. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { migrate, prepareDatabase } from '../../server/database/migrate.ts'
import { excessOf } from '../../server/database/roles.ts'
import { freshDatabase } from './setup/house.ts'

const house = await freshDatabase()
afterAll(house.drop)

const STANDING = [
  'audit_log',
  'text_updates',
  'text_archives',
  'text_keyframes',
  'frozen_revisions',
  'issued_files',
  'draft_steps',
]
/** Everything else is taken away by a mark, or not at all. Whoever adds a table decides here whether its rows may go. */
const MAY_GO = [
  ...['access_changes', 'dated_changes', 'draft_images', 'draft_people', 'images', 'imports', 'issue_steps'],
  ...['known_recipients', 'news', 'rate_limits', 'readings', 'saved_filters', 'sessions', 'setup_tokens'],
  ...['template_images', 'templates', 'text_snapshots', 'thread_reads', 'tours_seen', 'trusted_authorities'],
  'withdrawn_ways',
]
const NUMBERED = ['register_entries', 'register_years', 'text_heads', 'audit_head', 'suggestions']

describe('the role that the program runs as', () => {
  test('owns nothing and is no superuser', async () => {
    expect(await excessOf(house.pool)).toBeNull()
    const { rows } = await house.pool.query(
      `select count(*)::int as n from pg_class c where c.relowner = (select oid from pg_roles where rolname = current_user)`,
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  test.each(STANDING)('reads and adds to %s, and can do nothing else to it', async (table) => {
    const column = table === 'text_archives' ? 'segment' : table === 'draft_steps' ? 'act' : 'draft_id'
    await house.pool.query(`select count(*) from ${table}`)
    for (const statement of [`update ${table} set ${column} = ${column}`, `delete from ${table}`])
      await expect(house.pool.query(statement), statement).rejects.toThrow('permission denied')
  })

  test.each([...STANDING, ...NUMBERED, 'users'])('cannot get round the guards of %s', async (table) => {
    for (const statement of [
      `truncate ${table}`,
      `drop table ${table}`,
      `alter table ${table} disable trigger all`,
      `alter table ${table} disable trigger user`,
      `alter table ${table} owner to current_user`,
      `alter table ${table} rename to ${table}_2`,
      `create rule away as on insert to ${table} do instead nothing`,
      `create trigger mine before insert on ${table} for each row execute function refuse_change()`,
    ])
      await expect(house.pool.query(statement), statement).rejects.toThrow(/permission denied|must be owner/)
  })

  test.each([
    'set session_replication_role = replica',
    'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return null; end $$',
    'create or replace function text_updates_guard() returns trigger language plpgsql as $$ begin return null; end $$',
    'alter function issued_files_grow() rename to other',
    'drop function register_entries_keep()',
    'create table public.text_heads_2 (id int)',
    'create schema mine',
    'delete from signing_requests',
    'update signing_requests set signed_attributes = signed_attributes',
    'update signing_requests set asked_of = asked_of',
    'delete from key_secrets',
    'update key_secrets set recognised = recognised',
    'update register_entries set number = 1',
    'update register_entries set draft_id = draft_id',
    'delete from register_entries',
    'delete from register_years',
    'delete from text_heads',
    'delete from suggestions',
    'delete from threads',
    'delete from comments',
    'delete from signing_keys',
    'delete from drafts',
    'delete from agencies',
    'delete from registers',
    'update paper_signatures set reason = reason',
    'delete from paper_signatures',
    'update seal_rights set valid_to = valid_to',
    'delete from seal_rights',
    'update signing_delegations set form = form',
    'delete from signing_delegations',
    'update reserved_numbers set number = number',
    'delete from reserved_numbers',
    'update outside_numbers set to_number = to_number',
    'delete from outside_numbers',
    'delete from archives',
    'update suggestion_decisions set draft_id = draft_id',
    'delete from users',
    'delete from units',
    'delete from legal_bases',
    'delete from audit_head',
    'insert into audit_head (id, hash) values (2, repeat(chr(48), 64))',
    'insert into drizzle.__drizzle_migrations (hash, created_at) values (1, 1)',
    `alter role current_user superuser`,
    `copy audit_log to program 'cat'`,
  ])('is refused: %s', async (statement) => {
    await expect(house.pool.query(statement)).rejects.toThrow(/permission denied|must be owner/)
  })

  test('gives itself nothing', async () => {
    await house.pool.query('grant all on audit_log to current_user') // Postgres only warns that it had nothing to give
    await expect(house.pool.query('delete from audit_log')).rejects.toThrow('permission denied')
  })

  test('FRZ-1: cannot set a table of its own before the eyes of the guard', async () => {
    const client = await house.pool.connect()
    try {
      await client.query('begin')
      await client.query(`insert into text_heads (draft_id, head, frozen_at) values (gen_random_uuid(), 5, now())`)
      await client.query('create temporary table text_heads (draft_id uuid, head bigint, frozen_at timestamptz)')
      await client.query('insert into pg_temp.text_heads select draft_id, 9, null from public.text_heads')
      await expect(
        client.query(
          `insert into text_updates (draft_id, position, update) select draft_id, 4, '\\x0000' from text_heads`,
        ),
      ).rejects.toThrow('closed')
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  test('SAVE-3: puts a stretch of the log away through the one door for it, and cannot say what is kept', async () => {
    const { rows } = await house.pool.query<{ id: string }>(
      `insert into text_heads (draft_id, head) values (gen_random_uuid(), 9) returning draft_id as id`,
    )
    const id = rows[0]?.id
    const write = (position: number) =>
      house.pool.query(`insert into text_updates (draft_id, position, update) values ($1, $2, '\\x0000')`, [
        id,
        position,
      ])
    for (const position of [1, 2, 3, 5]) await write(position)
    const put = (from: number, to: number) => house.pool.query('select archive_text($1, $2, $3)', [id, from, to])
    await expect(put(1, 1)).rejects.toThrow('no snapshot')
    await house.pool.query(
      `insert into text_snapshots (draft_id, position, state, state_vector) values ($1, 5, '', '')`,
      [id],
    )
    await expect(put(2, 3)).rejects.toThrow('do not follow')
    await expect(put(1, 5)).rejects.toThrow('append-only')
    await expect(put(1, 0)).rejects.toThrow('null')
    await expect(house.pool.query(`select archive_text($1, 1, 1, sha256('\\x0000'), '\\x00')`, [id])).rejects.toThrow(
      'does not exist',
    )
    await put(1, 2)
    await expect(put(1, 2)).rejects.toThrow('do not follow')
    await put(3, 3)
    const left = await house.pool.query(
      `select position::int, null as kept from text_updates where draft_id = $1 union all
       select from_position::int, encode(substring(segment from length(segment) - 3), 'hex')
       from text_archives where draft_id = $1 order by position`,
      [id],
    )
    expect(left.rows).toEqual([
      { position: 1, kept: '00000000' },
      { position: 3, kept: '00020000' },
      { position: 5, kept: null },
    ])
  })

  test('may delete from these tables and no others: what is new stands, until somebody says that it may go', async () => {
    const { rows } = await house.pool.query<{ name: string }>(
      `select table_name as name from information_schema.role_table_grants
       where table_schema = 'public' and privilege_type = 'DELETE' and grantee = current_user order by table_name`,
    )
    expect(rows.map(({ name }) => name)).toEqual(MAY_GO)
  })

  test('gets no more by migrating again, and less where a later program gives less', async () => {
    await house.owner.query('create table later (id int)')
    await house.owner.query(`grant all on audit_log, later to ${house.programRole}`)
    await migrate(house.ownerUrl, process.cwd(), house.programRole)
    await expect(house.pool.query('delete from audit_log')).rejects.toThrow('permission denied')
    await house.pool.query('insert into later values (1)')
    await expect(house.pool.query('truncate later')).rejects.toThrow('permission denied')
    await house.owner.query('drop table later')
  })
})

describe('an office’s own Postgres', () => {
  const { ownerUrl: server } = inject('postgresOwner')
  const name = `roles_${Date.now()}`
  const at = (role: string) => {
    const url = new URL(server)
    url.pathname = `/${name}`
    if (role) url.username = role
    if (role) url.password = 'secret'
    return url.href
  }
  const admin = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  const [owner, program] = [`${name}_owner`, `${name}_program`]
  beforeAll(() =>
    admin(
      `create role ${owner} login password 'secret'`,
      `create role ${program} login password 'secret'`,
      `create database ${name} owner ${owner}`,
    ),
  )
  afterAll(() => admin(`drop database ${name} with (force)`, `drop role ${owner}`, `drop role ${program}`))

  async function excess(role: string) {
    const pool = new pg.Pool({ connectionString: at(role) })
    pool.on('error', () => {})
    try {
      return await excessOf(pool)
    } finally {
      await pool.end()
    }
  }

  test('with two roles that are not superusers: the owner migrates, the program runs with less', async () => {
    await expect(prepareDatabase(at(program), undefined, process.cwd())).rejects.toThrow('DATABASE_OWNER_URL')
    await prepareDatabase(at(program), at(owner), process.cwd())
    expect([await excess(program), await excess(owner), await excess('')]).toEqual([null, 'owner', 'superuser'])
    // From then on the program starts without the owner’s address.
    await prepareDatabase(at(program), undefined, process.cwd())
    const client = new pg.Client({ connectionString: at(program) })
    await client.connect()
    await client.query(`insert into text_heads (draft_id) values (gen_random_uuid())`)
    await expect(client.query('delete from text_heads')).rejects.toThrow('permission denied')
    await client.end()
  })

  test('with one role for both it starts, and is told apart', async () => {
    await prepareDatabase(at(owner), undefined, process.cwd())
    await prepareDatabase(at(owner), at(owner), process.cwd())
    expect(await excess(owner)).toBe('owner')
  })
})
