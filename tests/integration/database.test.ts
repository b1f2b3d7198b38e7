import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { migrate } from '../../server/database/migrate.ts'
import { RECEIVERS } from '../fixtures/receivers.ts'
import { freshDatabase } from './setup/house.ts'

const house = await freshDatabase()
afterAll(house.drop)

test('migrating a database that is up to date changes nothing', async () => {
  const before = await house.pool.query('select count(*)::int as n from drizzle.__drizzle_migrations')
  await migrate(house.ownerUrl, process.cwd(), house.programRole)
  const after = await house.pool.query('select count(*)::int as n from drizzle.__drizzle_migrations')
  expect(after.rows).toEqual(before.rows)
})

const journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) })

/** A folder with the migrations before the one whose name ends so. */
function migrationsBefore(name: string): string {
  const root = mkdtempSync(path.join(tmpdir(), 'but-phe-migrations-'))
  cpSync('migrations', path.join(root, 'migrations'), { recursive: true })
  const file = path.join(root, 'migrations/meta/_journal.json')
  const all = journal.parse(JSON.parse(readFileSync(file, 'utf8')))
  const end = all.entries.findIndex(({ tag }) => tag.endsWith(name))
  writeFileSync(file, JSON.stringify({ ...all, entries: all.entries.slice(0, end) }))
  return root
}

test('an office from before validity dates keeps its names, symbols and positions, from the start', async () => {
  const root = migrationsBefore('validity-of-names')
  const old = await freshDatabase(root)
  try {
    const { rows } = await old.owner.query<{ agency: string; unit: string; person: string }>(`
      with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('BỘ A', 'CỤC B', 'Cục B', 'CB', 'Hà Nội') returning id),
        u as (insert into units (agency_id, name, abbreviation) select id, 'Phòng C', 'PC' from a returning id),
        p as (insert into users (agency_id, unit_id, username, name, position, roles, password_hash)
          select a.id, u.id, 'd', 'D', 'Cục trưởng', '{leader}', '' from a, u returning id)
      select a.id as agency, u.id as unit, p.id as person from a, u, p`)
    const [{ agency, unit, person } = { agency: '', unit: '', person: '' }] = rows
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const all = await old.pool.query(
      `select a.name, a.full_name, a.abbreviation, a.parent_name, a.place, u.abbreviation as unit, p.position,
         (select count(*)::int from dated_changes) as changes,
         change_on(a.id, '2020-01-01') as past, change_on(u.id, office_today()) as now, change_on(p.id, '2099-01-01') as later
       from agencies a, units u, users p where a.id = $1 and u.id = $2 and p.id = $3`,
      [agency, unit, person],
    )
    expect(all.rows).toEqual([
      {
        ...{ name: 'CỤC B', full_name: 'Cục B', abbreviation: 'CB', parent_name: 'BỘ A', place: 'Hà Nội' },
        ...{ unit: 'PC', position: 'Cục trưởng', changes: 0, past: null, now: null, later: null },
      },
    ])
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('an office from before generations keeps its files, numbers and frozen revisions, and they stand from then on', async () => {
  const root = migrationsBefore('nothing-is-stuck')
  const old = await freshDatabase(root)
  try {
    await old.owner.query(`
      with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('', 'SỞ A', 'Sở A', 'SA', 'Hà Nội') returning id),
        p as (insert into users (agency_id, username, name, position, roles, password_hash)
          select id, 'd', 'D', 'Giám đốc', '{leader}', '' from a returning id),
        d as (insert into drafts (agency_id, kind, state, created_by) select a.id, 'thong-bao', 'issued', p.id from a, p returning id),
        r as (insert into registers (agency_id, name) select id, 'Sổ' from a returning id),
        y as (insert into register_years (register_id, year, last_number) select id, 2025, 7 from r),
        e as (insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id, issued_at)
          select r.id, 2025, 7, 'TB-SA', '2025-03-01', 'thong-bao', 'x', 'D', 'Giám đốc', d.id, now() from r, d),
        f as (insert into issued_files (draft_id, kind, sha256, bytes) select d.id, k, encode(sha256(b::bytea), 'hex'), b::bytea
          from d, (values ('pdf', 'A'), ('pdf-signed', 'AB'), ('pdf-sealed', 'ABC'), ('docx', 'W')) as v(k, b))
      insert into frozen_revisions (draft_id, position, document, hash, verify_code, frozen_by)
        select d.id, 1, '{}', 'h', 'c', p.id from d, p`)
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const { rows } = await old.pool.query(
      `select kind, n, convert_from(bytes, 'utf8') as bytes, signature_box from issued_files order by kind`,
    )
    expect(rows).toEqual([
      { kind: 'docx', n: 1, bytes: 'W', signature_box: null },
      { kind: 'pdf', n: 1, bytes: 'A', signature_box: null },
      { kind: 'pdf-sealed', n: 1, bytes: 'ABC', signature_box: null },
      { kind: 'pdf-signed', n: 1, bytes: 'AB', signature_box: null },
    ])
    // From before there were levels: what was issued is worked on like what is issued now.
    const archives = await old.pool.query('select level, reason, due_at <= now() as due from archives')
    expect(archives.rows).toEqual([{ level: 'B-B', reason: 'no_tsa', due: true }])
    await old.pool.query(`insert into issued_files (draft_id, kind, n, sha256, bytes)
      select draft_id, 'pdf-archived', 1, encode(sha256('ABCD'), 'hex'), 'ABCD' from issued_files where kind = 'pdf'`)
    const entries = await old.pool.query(
      'select number, voided_at, void_reason, number_returned, issued_at is not null as issued from register_entries',
    )
    expect(entries.rows).toEqual([
      { number: 7, voided_at: null, void_reason: '', number_returned: false, issued: true },
    ])
    for (const statement of [
      'update issued_files set n = 2',
      'delete from issued_files',
      'update register_entries set number = 8',
    ])
      await expect(old.owner.query(statement), statement).rejects.toThrow(/refused/)
    await expect(
      old.pool
        .query(`insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id)
      select register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, gen_random_uuid() from register_entries`),
    ).rejects.toThrow('register_entries_number')
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('an office from before the directory learns from what it has issued', async () => {
  const root = migrationsBefore('templates-and-tours')
  const old = await freshDatabase(root)
  try {
    const fields = {
      addressees: '- Bộ Nội vụ;\n- Sở Tài chính.',
      recipients: 'Như trên;\nNhư Điều 3;\nbộ nội vụ (để b/c);\nLưu: VT, NC.\nUBND các xã, phường;',
    }
    await old.owner.query(
      `with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('', 'SỞ A', 'Sở A', 'SA', 'Hà Nội') returning id),
        p as (insert into users (agency_id, username, name, position, roles, password_hash)
          select id, 'd', 'D', 'Giám đốc', '{leader}', '' from a returning id),
        r as (insert into registers (agency_id, name) select id, 'Sổ' from a returning id),
        y as (insert into register_years (register_id, year, last_number) select id, 2025, 7 from r),
        d as (insert into drafts (agency_id, kind, state, created_by)
          select a.id, 'cong-van', s, p.id from a, p, unnest(array['issued', 'signed']) s returning id, state),
        e as (insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id, issued_at)
          select r.id, 2025, 7, 'SA-NC', '2025-03-01', 'cong-van', 'x', 'D', 'Giám đốc', d.id, '2025-03-01' from r, d where d.state = 'issued')
      insert into frozen_revisions (draft_id, position, document, hash, verify_code, frozen_by)
        select d.id, 1, jsonb_build_object('fields', $1::jsonb), d.state, d.state, p.id from d, p`,
      [JSON.stringify(fields)],
    )
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const { rows } = await old.pool.query(`select name, papers from known_recipients order by folded`)
    expect(rows.map(({ name }) => name.toLowerCase())).toEqual(['bộ nội vụ', 'sở tài chính', 'ubnd các xã, phường'])
    expect(rows.every(({ papers }) => papers === 1)).toBe(true)
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('a register from before tells who receives each paper, as papers of today do', async () => {
  const root = migrationsBefore('who-receives')
  const old = await freshDatabase(root)
  try {
    await old.owner.query(
      `with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('', 'SỞ A', 'Sở A', 'SA', 'Hà Nội') returning id),
        p as (insert into users (agency_id, username, name, position, roles, password_hash)
          select id, 'd', 'D', 'Giám đốc', '{leader}', '' from a returning id),
        r as (insert into registers (agency_id, name) select id, 'Sổ' from a returning id),
        y as (insert into register_years (register_id, year, last_number) select id, 2025, 99 from r)
      insert into drafts (agency_id, kind, state, created_by, subject) select a.id, 'cong-van', 'signed', p.id, n
        from a, p, generate_series(1, $1) as n`,
      [RECEIVERS.length],
    )
    const frozen = JSON.stringify(RECEIVERS.map(([, document]) => document))
    await old.owner.query(
      `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id, recipients)
        select r.id, 2025, d.subject::int, 'SA-NC', '2025-03-01', d.kind, 'x', 'D', 'Giám đốc', d.id,
          array_to_string(regexp_split_to_array($1::jsonb -> (d.subject::int - 1) -> 'fields' ->> 'recipients', E'\n'), '; ')
        from registers r, drafts d`,
      [frozen],
    )
    await old.owner.query(
      `insert into frozen_revisions (draft_id, position, document, hash, verify_code, frozen_by)
        select id, 1, $1::jsonb -> (subject::int - 1), subject, subject, created_by from drafts`,
      [frozen],
    )
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const { rows } = await old.pool.query<{ recipients: string }>(
      'select recipients from register_entries order by number',
    )
    expect(rows.map(({ recipients }) => recipients)).toEqual(RECEIVERS.map(([, , expected]) => expected))
    await expect(old.owner.query(`update register_entries set recipients = 'x'`)).rejects.toThrow(/refused/)
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('what was said before there were read marks keeps its order, is for all, and is unread by nobody', async () => {
  const root = migrationsBefore('comments')
  const old = await freshDatabase(root)
  try {
    await old.owner.query(`
      with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('', 'SỞ A', 'Sở A', 'SA', 'Hà Nội') returning id),
        p as (insert into users (agency_id, username, name, position, roles, password_hash)
          select id, u, u, 'Chuyên viên', '{specialist}', '' from a, unnest(array['mai', 'an']) u returning id),
        d as (insert into drafts (agency_id, kind, state, created_by) select a.id, 'cong-van', 'review', min(p.id::text)::uuid from a, p group by a.id returning id),
        parts as (insert into draft_people (draft_id, user_id, part) select d.id, p.id, 'author' from d, p),
        t as (insert into threads (draft_id, quote, created_by) select d.id, 'x', (select id from p limit 1) from d returning id, created_by)
      insert into comments (thread_id, author_id, text, created_at) select t.id, t.created_by, w, at::timestamptz
        from t, (values ('ba', '2026-03-03'), ('một', '2026-01-01'), ('hai', '2026-02-02')) as v(w, at)`)
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const said = await old.pool.query('select text, seq::int, deleted_at, mentions from comments order by seq')
    const rest = { deleted_at: null, mentions: [] }
    expect(said.rows).toEqual(['một', 'hai', 'ba'].map((text, at) => ({ text, seq: at + 1, ...rest })))
    const marks = await old.pool.query('select up_to::int from thread_reads')
    expect(marks.rows).toEqual([{ up_to: 3 }, { up_to: 3 }])
    const threads = await old.pool.query('select audience, unit_id, field, suggestion_id from threads')
    expect(threads.rows).toEqual([{ audience: 'all', unit_id: null, field: null, suggestion_id: null }])
    const next = await old.pool.query(
      `insert into comments (thread_id, author_id, text) select id, created_by, 'bốn' from threads returning seq::int`,
    )
    expect(next.rows).toEqual([{ seq: 4 }])
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('papers from before stay as they are, and nothing is put behind those that are issued', async () => {
  const root = migrationsBefore('issued-papers-stand')
  const old = await freshDatabase(root)
  try {
    await old.owner.query(`
      with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('', 'SỞ A', 'Sở A', 'SA', 'Hà Nội') returning id),
        p as (insert into users (agency_id, username, name, position, roles, password_hash)
          select id, 'd', 'D', 'Giám đốc', '{leader}', '' from a returning id),
        d as (insert into drafts (agency_id, kind, subject, state, created_by)
          select a.id, k, k, s, p.id from a, p, (values ('thong-bao', 'issued'), ('phieu-trinh', 'issued'), ('to-trinh', 'signed')) as v(k, s)
          returning id, kind, created_by, state),
        t as (insert into draft_steps (draft_id, act, to_state, actor_id) select id, 'x', state, created_by from d where kind <> 'thong-bao'),
        r as (insert into registers (agency_id, name) select id, 'Sổ' from a returning id),
        e as (insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id, issued_at)
          select r.id, 2025, 7, 'TB-SA', '2025-03-01', 'thong-bao', 'x', 'D', 'Giám đốc', d.id, now() from r, d where d.kind = 'thong-bao')
      insert into issued_files (draft_id, kind, sha256, bytes) select d.id, 'pdf', encode(sha256('A'), 'hex'), 'A' from d`)
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const add = (kind: string) =>
      old.pool.query(
        `insert into issued_files (draft_id, kind, n, sha256, bytes)
           select id, 'pdf', 2, encode(sha256('B'), 'hex'), 'B' from drafts where kind = $1`,
        [kind],
      )
    for (const kind of ['thong-bao', 'phieu-trinh'])
      await expect(add(kind), kind).rejects.toThrow('has been issued or is void')
    await add('to-trinh')
    const { rows } = await old.pool.query(
      'select d.kind, count(*)::int as files from issued_files f join drafts d on d.id = f.draft_id group by 1 order by 1',
    )
    expect(rows).toEqual([
      { kind: 'phieu-trinh', files: 1 },
      { kind: 'thong-bao', files: 1 },
      { kind: 'to-trinh', files: 2 },
    ])
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('versions from before they were counted tell how many comments were open', async () => {
  const root = migrationsBefore('versions-are-counted')
  const old = await freshDatabase(root)
  try {
    const talk = JSON.stringify([
      { resolved: null },
      { resolved: { at: '', by: '' } },
      { resolved: null, audience: 'self' },
    ])
    await old.owner.query(`
      with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('', 'SỞ A', 'Sở A', 'SA', 'Hà Nội') returning id),
        u as (insert into units (agency_id, name, abbreviation) select id, 'Phòng C', 'PC' from a returning id),
        p as (insert into users (agency_id, unit_id, username, name, position, roles, password_hash)
          select a.id, u.id, 'd', 'D', '', '{specialist}', '' from a, u returning id),
        d as (insert into drafts (agency_id, kind, state, created_by)
          select a.id, 'cong-van', 'draft', p.id from a, p returning id)
      insert into versions (draft_id, number, kind, position, talk)
        select id, n, 'auto', 1, case n when 1 then '${talk}'::jsonb else '[]'::jsonb end from d, generate_series(1, 2) n`)
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const { rows } = await old.pool.query('select number, open_threads from versions order by number')
    expect(rows).toEqual([
      { number: 1, open_threads: 1 },
      { number: 2, open_threads: 0 },
    ])
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('keys and papers from before signatures were asked for go on as they are: a key as its file, a paper with its one base', async () => {
  const root = migrationsBefore('signing-requests')
  const old = await freshDatabase(root)
  try {
    await old.owner.query(`
      with a as (insert into agencies (parent_name, name, full_name, abbreviation, place)
          values ('', 'SỞ A', 'Sở A', 'SA', 'Hà Nội') returning id),
        u as (insert into units (agency_id, name, abbreviation) select id, 'Phòng C', 'PC' from a returning id),
        p as (insert into users (agency_id, unit_id, username, name, position, roles, password_hash)
          select a.id, u.id, 'd', 'D', 'Giám đốc', '{leader}', '' from a, u returning id),
        k as (insert into signing_keys (agency_id, user_id, pkcs12, certificate_pem, subject, serial, valid_from, valid_to)
          select a.id, p.id, 'P12', 'PEM', 'D', '01', now(), now() from a, p),
        d as (insert into drafts (agency_id, kind, state, created_by) select a.id, 'thong-bao', 'finalizing', p.id from a, p returning id)
      insert into issued_files (draft_id, kind, sha256, bytes) select d.id, 'pdf', encode(sha256('A'), 'hex'), 'A' from d`)
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const keys = await old.pool.query(
      `select provider, convert_from(pkcs12, 'utf8') as pkcs12, locked, place from signing_keys`,
    )
    expect(keys.rows).toEqual([{ provider: 'pkcs12', pkcs12: 'P12', locked: null, place: null }])
    const change = (set: string) => old.pool.query(`update signing_keys set ${set}`)
    await expect(change(`locked = 'L'`)).rejects.toThrow('signing_keys_kept_once')
    await change(`locked = 'L', pkcs12 = null`)
    await expect(change(`locked = null`)).rejects.toThrow('signing_keys_kept_once')

    await old.pool.query(`
      insert into signing_requests (draft_id, part, asked_of, key_id, device, base_kind, base_n, update, contents_start,
          contents_length, signed_attributes, signing_time, good_until)
        select f.draft_id, 'signer', k.user_id, k.id, 'server', 'pdf', 1, 'u', 1, 1, 'a', now(), now() from issued_files f, signing_keys k`)
    const another = `insert into issued_files (draft_id, kind, n, sha256, bytes)
      select draft_id, 'pdf', 2, encode(sha256('B'), 'hex'), 'B' from issued_files`
    await expect(old.pool.query(another)).rejects.toThrow('has been asked to sign')
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('numbers from before series have no letter, know their agency, and those that stood twice stand on', async () => {
  const root = migrationsBefore('series-of-numbers')
  const old = await freshDatabase(root)
  try {
    await old.owner.query(`
      with a as (insert into agencies (name, full_name, abbreviation, place) values ('A', 'A', 'A', 'A') returning id),
        p as (insert into users (agency_id, username, name, position, roles, password_hash)
          select id, 'd', 'D', 'Văn thư', '{clerk}', '' from a returning id),
        r as (insert into registers (agency_id, name, kinds) select id, name, kinds from a,
          (values ('Sổ chung', '{}'::text[]), ('Sổ QĐ', '{quyet-dinh}')) as v (name, kinds) returning id, name),
        y as (insert into register_years (register_id, year, last_number) select id, 2026, 2 from r),
        d as (insert into drafts (agency_id, kind, created_by) select a.id, 'quyet-dinh', p.id from a, p, generate_series(1, 3)
          returning id)
      insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id, created_at)
        select r.id, 2026, n, 'QĐ-UBND', '2026-01-05', 'quyet-dinh', r.name, 'A', 'B', d.id, now() + n * interval '1 s'
        from (select id, row_number() over () as at from d) as d
        join (values (1, 'Sổ chung', 1), (2, 'Sổ QĐ', 1), (3, 'Sổ QĐ', 2)) as v (at, register, n) on v.at = d.at
        join r on r.name = v.register`)
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const { rows } = await old.pool.query(
      'select subject, number, suffix, agency_id is not null as known from register_entries order by number, known desc',
    )
    expect(rows.map(({ number, suffix, known }) => [number, suffix, known])).toEqual([
      [1, '', true],
      [1, '', false],
      [2, '', true],
    ])
    const registers = await old.pool.query('select body_symbol, from_year, to_year from registers')
    expect(registers.rows).toEqual([1, 2].map(() => ({ body_symbol: '', from_year: null, to_year: null })))
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})

test('a house from before takes people’s own sign-ins at a service, one each, with the rights that it runs with', async () => {
  const root = migrationsBefore('own-sign-ins')
  const old = await freshDatabase(root)
  try {
    await old.owner.query(`
      with a as (insert into agencies (name, full_name, abbreviation, place) values ('A', 'A', 'A', 'A') returning id),
        p as (insert into users (agency_id, username, name, position, roles, password_hash)
          select id, 'd' || n, 'D', 'Giám đốc', '{leader}', '' from a, generate_series(1, 3) as n returning id, agency_id)
      insert into signing_keys (agency_id, user_id, provider, place, certificate_pem, subject, serial, valid_from, valid_to)
        select agency_id, id, 'csc-pin', '{"userId":"0","serial":"c"}', '', 'D', '1', now(), now() from p`)
    await migrate(old.ownerUrl, process.cwd(), old.programRole)
    const signIn = `insert into service_sign_ins (user_id) select id from users on conflict (user_id) do update
      set journey = 'x', locked = '\\x01' returning back_to, locked is null as bare`
    expect((await old.pool.query(signIn)).rows).toEqual(Array(3).fill({ back_to: '/account/service', bare: true }))
    expect((await old.pool.query(signIn)).rows).toEqual(Array(3).fill({ back_to: '/account/service', bare: false }))
    const keys = await old.pool.query('select provider, place from signing_keys')
    expect(keys.rows).toEqual(Array(3).fill({ provider: 'csc-pin', place: { userId: '0', serial: 'c' } }))
  } finally {
    await old.drop()
    rmSync(root, { recursive: true })
  }
})
