/** Files of a document are generations: added, never changed, each beginning with the one it was made from. */
import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { addFile, newestFile } from '../../../server/issue/generations.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, clerk, db, pool } = office
const { owner } = office.house
const issue = office.issueWith({ typeset: smallPdf })
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const signatureBox = { page: 1, x: 0, y: 0, width: 1, height: 1 }

async function issued() {
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  await issue.seal(clerk, draft.id, { pin: SEAL_PIN })
  await issue.publish(clerk, draft.id)
  return draft.id
}

test('base, signed and sealed each begin with the bytes of the one before, and /verify knows each by its hash', async () => {
  const draftId = await issued()
  const { rows } = await pool.query<{ kind: string; n: number; bytes: Buffer }>(
    `select kind, n, bytes from issued_files where draft_id = $1 and kind <> 'docx' order by length(bytes)`,
    [draftId],
  )
  expect(rows.map(({ kind, n }) => [kind, n])).toEqual([
    ['pdf', 1],
    ['pdf-signed', 1],
    ['pdf-sealed', 1],
  ])
  const matches = []
  for (const [i, { bytes }] of rows.entries()) {
    const before = rows[i - 1]?.bytes ?? Buffer.of()
    expect(bytes.subarray(0, before.length).equals(before)).toBe(true)
    const { match, file } = await issue.verifyUpload(bytes)
    matches.push([match, file?.kind])
  }
  expect(matches).toEqual([
    ['earlier', 'pdf'],
    ['earlier', 'pdf-signed'],
    ['issued', 'pdf-sealed'],
  ])
})

test('a signature that is tried again is over the same bytes', async () => {
  const draft = await office.approvedDraft()
  let set = 0
  const counting = office.issueWith({
    typeset: () => {
      set += 1
      return smallPdf()
    },
    appendField: () => Promise.reject(new AppError('unavailable')),
  })
  expect(await outcome(counting.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe(
    'signing_failed',
  )
  const base = await newestFile(db, draft.id, 'pdf')
  await issue.resume(leader, draft.id, { pin: SIGNER_PIN })
  const { bytes } = await issue.file(leader, draft.id, 'pdf-signed')
  expect(
    Buffer.from(bytes)
      .subarray(0, base?.bytes.length)
      .equals(Buffer.from(base?.bytes ?? [])),
  ).toBe(true)
  expect([set, (await newestFile(db, draft.id, 'pdf'))?.n]).toEqual([1, 1])
})

describe('what does not follow is refused', async () => {
  const draft = await office.approvedDraft()
  const put = (kind: string, n: number, bytes: string, hash = sha256(Buffer.from(bytes))) =>
    pool.query('insert into issued_files (draft_id, kind, n, sha256, bytes) values ($1, $2, $3, $4, $5)', [
      ...[draft.id, kind, n, hash, Buffer.from(bytes)],
    ])

  test('by the verb', async () => {
    const madeFrom = Buffer.from('AB')
    for (const bytes of ['AB', 'A', 'ACD'].map((text) => Buffer.from(text)))
      await expect(
        db.transaction((tx) => addFile(tx, draft.id, { kind: 'pdf-signed', bytes, madeFrom, level: 'B-B' })),
      ).rejects.toThrow('does not begin')
  })

  test('by Postgres', async () => {
    await expect(put('pdf-signed', 1, 'AB'), 'signed without a base').rejects.toThrow('does not begin')
    await expect(put('pdf', 2, 'A'), 'a generation left out').rejects.toThrow('does not follow')
    await expect(put('pdf', 1, 'A', sha256(Buffer.from('B'))), 'another hash').rejects.toThrow('not those of the hash')
    await put('pdf', 1, 'A')
    await expect(put('pdf', 1, 'A'), 'the same again').rejects.toThrow('does not follow')
    await put('pdf', 2, 'AB')
    await expect(put('pdf-signed', 1, 'AC'), 'on another base').rejects.toThrow('does not begin')
    await expect(put('pdf-signed', 1, 'AB'), 'nothing added').rejects.toThrow('does not begin')
    await put('pdf-signed', 1, 'ABs')
    await expect(put('pdf-sealed', 1, 'ABt'), 'on another signature').rejects.toThrow('does not begin')
    await put('pdf-sealed', 1, 'ABst')
    await db.transaction((tx) => addFile(tx, draft.id, { kind: 'pdf', bytes: Buffer.from('ABC'), signatureBox }))
    expect((await newestFile(db, draft.id, 'pdf'))?.n).toBe(3)
  })

  test.each(['issued_files', 'frozen_revisions'])('%s stands, also against the owner of the tables', async (table) => {
    await issued()
    await expect(owner.query(`update ${table} set draft_id = draft_id`)).rejects.toThrow('refused')
    await expect(owner.query(`delete from ${table}`)).rejects.toThrow('refused')
    await expect(owner.query(`truncate ${table} cascade`)).rejects.toThrow('refused')
  })
})

describe('behind a paper that is closed nothing is put, by the role of the program and by the owner', () => {
  const closed: Record<string, () => Promise<string>> = {
    'issued with a number': issued,
    'within the office, signed': async () => {
      const sheet = await office.approvedDraft({ isSheet: true })
      await issue.finalize(leader, sheet.id, { pin: SIGNER_PIN, step: sheet.step })
      return sheet.id
    },
    void: async () => {
      const draft = await office.approvedDraft()
      await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
      await issue.void(clerk, draft.id, { reason: 'Sai tên', step: (await issue.status(clerk, draft.id)).step })
      return draft.id
    },
  }

  test.each(Object.entries(closed))('%s', async (_, make) => {
    const draftId = await make()
    const before = await pool.query('select kind, n, sha256 from issued_files where draft_id = $1 order by kind, n', [
      draftId,
    ])
    const madeFrom = (kind: string) => newestFile(db, draftId, kind === 'pdf-sealed' ? 'pdf-signed' : 'pdf')
    for (const kind of ['pdf', 'pdf-signed', 'pdf-sealed', 'docx'])
      for (const role of [pool, owner]) {
        const bytes = Buffer.concat([(await madeFrom(kind))?.bytes ?? Buffer.of(), Buffer.from('% forged')])
        const put = role.query(
          `insert into issued_files (draft_id, kind, n, sha256, bytes)
             select $1::uuid, $2::text, coalesce(max(n), 0) + 1, $3::text, $4::bytea from issued_files where draft_id = $1 and kind = $2`,
          [draftId, kind, sha256(bytes), bytes],
        )
        await expect(put, kind).rejects.toThrow('has been issued or is void')
      }
    const after = await pool.query('select kind, n, sha256 from issued_files where draft_id = $1 order by kind, n', [
      draftId,
    ])
    expect(after.rows).toEqual(before.rows)
    for (const statement of [
      `insert into draft_steps (draft_id, act, to_state, actor_id) select id, 'x', 'signed', created_by from drafts where id = $1`,
      `insert into frozen_revisions (draft_id, position, document, hash, verify_code, frozen_by)
         select id, 1, '{}', 'x', 'x', created_by from drafts where id = $1`,
      `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id)
         select r.id, 1999, 1, 'x', '1999-01-01', 'x', 'x', 'x', 'x', d.id from drafts d, registers r where d.id = $1 limit 1`,
      `update drafts set state = 'signed' where id = $1`,
      `update drafts set kind = kind || 'x' where id = $1`,
      `update drafts set agency_id = gen_random_uuid() where id = $1`,
    ])
      await expect(pool.query(statement, [draftId]), statement).rejects.toThrow('has been issued or is void')
  })

  test('and no other bytes under the name of an image', async () => {
    const put = (hash: string, bytes: string) =>
      pool.query('insert into images (hash, bytes) values ($1, $2)', [hash, Buffer.from(bytes)])
    await put(sha256(Buffer.from('A')), 'A')
    await expect(put(sha256(Buffer.from('B')), 'C')).rejects.toThrow('not those of its hash')
    await expect(pool.query(`update images set bytes = 'B'`)).rejects.toThrow('not those of its hash')
    await pool.query('update images set created_at = now()')
  })
})
