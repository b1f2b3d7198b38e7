/**
 * What the running program may do with the tables. It is another role than the one that migrates and owns them: whoever
 * gets hold of the program, or of its address of the database, can neither rewrite what stands for good (the log, the
 * record, frozen revisions, issued files, given numbers) nor switch off the triggers that guard it.
 */
import type pg from 'pg'

/** What is taken away is only marked so: a deleted comment, a retired key. */
const KEPT = 'select, insert, update'

/** Everything that is not named here may be read, added to, changed and deleted. */
const LESS: Record<string, string> = {
  audit_log: 'select, insert',
  suggestion_decisions: 'select, insert',
  // Its one row: where the record ends.
  audit_head: 'select, update',
  text_updates: 'select, insert',
  text_heads: 'select, insert, update',
  // Written by the function archive_text only.
  text_archives: 'select',
  text_keyframes: 'select, insert',
  // What was kept stays as it was; what is counted of it is filled in.
  versions: 'select, insert, update (words, words_in, words_out, authors)',
  drafts: KEPT,
  draft_steps: 'select, insert',
  // Accepted ones are kept from change by a trigger; who suggested what goes for nobody.
  suggestions: KEPT,
  threads: KEPT,
  comments: KEPT,
  signing_keys: KEPT,
  agencies: KEPT,
  registers: KEPT,
  users: KEPT,
  units: KEPT,
  legal_bases: KEPT,
  frozen_revisions: 'select, insert',
  issued_files: 'select, insert',
  key_secrets: 'select, insert',
  // What was asked stands; what came of it is filled in.
  signing_requests: 'select, insert, update (reference, looked_at, state, error, ended_at, answer, answered_at)',
  archives: KEPT,
  service_sign_ins: KEPT,
  register_entries:
    'select, insert, update (issued_at, copies, note, voided_at, voided_by, void_reason, number_returned)',
  register_years: 'select, insert, update',
  paper_signatures: 'select, insert',
  seal_rights: 'select, insert, update (ended_at, ended_by)',
  signing_delegations: 'select, insert, update (ended_at, ended_by)',
  reserved_numbers: 'select, insert, update (returned_at, returned_by, return_reason, number_returned)',
  outside_numbers: 'select, insert, update (withdrawn_at, withdrawn_by)',
  // What happened stays as it was told; read marks change, and old news goes.
  news: 'select, insert, update (read_at), delete',
}

const ALL = 'select, insert, update, delete'

/** By the owner, after each migration: the same statements give the same rights, however often. `role` must exist. */
export async function grantTo(owner: pg.ClientBase, role: string): Promise<void> {
  const name = quoted(role)
  const { rows } = await owner.query<{ table: string }>(
    `select tablename as table from pg_tables where schemaname = 'public' and tableowner = current_user`,
  )
  const tables = rows.flatMap(({ table }) => [
    `revoke all on public.${quoted(table)} from public, ${name}`,
    `grant ${LESS[table] ?? ALL} on public.${quoted(table)} to ${name}`,
  ])
  // Several statements in one query are one transaction.
  await owner.query(
    [
      `grant usage on schema public, drizzle to ${name}`,
      `revoke create on schema public from public, ${name}`,
      `grant select on drizzle.__drizzle_migrations to ${name}`,
      ...tables,
      `grant usage on all sequences in schema public to ${name}`,
      `grant execute on function public.archive_text to ${name}`,
      // For a table that comes between two starts; the next one looks whether it is to have less.
      `alter default privileges in schema public grant ${ALL} on tables to ${name}`,
      `alter default privileges in schema public grant usage on sequences to ${name}`,
    ].join(';\n'),
  )
}

/** Why this role could undo what stands for good; null when it could not. */
export async function excessOf(program: pg.Pool): Promise<'superuser' | 'owner' | null> {
  const { rows } = await program.query<{ superuser: boolean; owner: boolean }>(`
    select r.rolsuper as superuser, exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'member')
    ) as owner
    from pg_roles r where r.rolname = current_user`)
  if (rows[0]?.superuser) return 'superuser'
  return rows[0]?.owner ? 'owner' : null
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
