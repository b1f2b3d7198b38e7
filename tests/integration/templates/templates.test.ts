/** Templates: kept from what a person may see, begun from, looked after; a person's own, or the office's. */
import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { draftImages, images, templates as table } from '../../../server/database/tables.ts'
import { tidyImages } from '../../../server/images/add.ts'
import { MOST_OWN } from '../../../server/templates/save.ts'
import { readUpdate } from '../../../src/lib/document/read.ts'
import { image } from '../../../src/lib/document/testing.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { db, drafts, pool, collab, templates } = office

const owner = await office.person(['specialist'])
const colleague = await office.person(['specialist'])
const clerk = await office.person(['clerk'])
const admin = await office.person(['admin'])
const foreigner = await office.person(['clerk'], { agencyId: await office.makeAgency('tỉnh Lai Châu'), unitId: null })

const PICTURE = new Uint8Array([1])
const SHOWN = createHash('sha256').update(PICTURE).digest('hex')

async function letter(by = owner): Promise<string> {
  const blocks = [
    { type: 'paragraph', content: [{ type: 'text', text: 'Ủy ban nhân dân tỉnh đề nghị.' }] },
    image({ hash: SHOWN }),
  ]
  const { id } = await drafts.create(by, {
    kind: 'cong-van',
    text: { fields: { subject: 'Về việc rét' }, blocks: JSON.stringify(blocks) },
  })
  await db.insert(images).values({ hash: SHOWN, bytes: PICTURE }).onConflictDoNothing()
  await db.insert(draftImages).values({ draftId: id, hash: SHOWN, addedBy: by.id })
  return id
}

const textOf = async (draftId: string) => readUpdate(await collab.readNow(draftId))
const names = (rows: { name: string }[]) => rows.map(({ name }) => name)

test('a template is kept from a draft, begun from, renamed and deleted; drafts do not mind', async () => {
  const source = await letter()
  const { id } = await templates.save(owner, { draftId: source, name: '  Công văn   rét ' })
  expect(await templates.list(owner)).toMatchObject({
    mine: [{ id, name: 'Công văn rét', kind: 'cong-van', isShared: false, mayChange: true, mayShare: false }],
    office: [],
  })
  const begun = await templates.begin(owner, { id })
  expect((await textOf(begun.id)).body).toEqual((await textOf(source)).body)
  expect(await drafts.get(owner, begun.id)).toMatchObject({
    ...{ subject: 'Về việc rét', state: 'drafting', owner: { id: owner.id } },
    path: [{ act: 'template', reason: 'Công văn rét' }],
  })
  const { rows } = await pool.query(`select hash from draft_images where draft_id = $1`, [begun.id])
  expect(rows).toEqual([{ hash: SHOWN }])
  await templates.rename(owner, { id, name: 'Rét' })
  expect(names((await templates.list(owner)).mine)).toEqual(['Rét'])
  await templates.remove(owner, { id })
  expect((await templates.list(owner)).mine).toEqual([])
  expect((await textOf(begun.id)).fields.subject).toBe('Về việc rét')
  const acts = await pool.query(`select act from audit_log where act like 'template.%' order by seq`)
  expect(acts.rows.map(({ act }) => act)).toEqual(['template.save', 'template.rename', 'template.remove'])
})

test("nobody else sees one's own; a clerk gives theirs to the office, and clerks and administrators look after it", async () => {
  const { id } = await templates.save(owner, { draftId: await letter(), name: 'Của tôi' })
  for (const other of [colleague, clerk, admin, foreigner]) {
    expect((await templates.list(other)).mine).toEqual([])
    expect(await outcome(templates.begin(other, { id }))).toBe('not_found')
    expect(await outcome(templates.rename(other, { id, name: 'x' }))).toBe('not_found')
    expect(await outcome(templates.share(other, { id, with: 'office' }))).toBe('not_found')
    expect(await outcome(templates.remove(other, { id }))).toBe('not_found')
  }
  expect(await outcome(templates.share(owner, { id, with: 'office' }))).toBe('not_allowed')

  const shared = await templates.save(clerk, { draftId: await letter(clerk), name: 'Của cơ quan' })
  await templates.share(clerk, { id: shared.id, with: 'office' })
  expect((await templates.list(colleague)).office).toMatchObject([
    { id: shared.id, owner: clerk.name, mayChange: false, mayShare: false },
  ])
  expect(await outcome(templates.begin(colleague, shared))).toBe('done')
  expect(await outcome(templates.begin(admin, shared))).toBe('not_allowed') // writes no drafts
  expect(await outcome(templates.rename(colleague, { ...shared, name: 'x' }))).toBe('not_allowed')
  expect(await outcome(templates.remove(colleague, shared))).toBe('not_allowed')
  expect(await outcome(templates.begin(foreigner, shared))).toBe('not_found')
  expect((await templates.list(foreigner)).office).toEqual([])
  expect(await outcome(templates.rename(admin, { ...shared, name: 'Mẫu của cơ quan' }))).toBe('done')
  await templates.share(admin, { id: shared.id, with: 'owner' })
  expect((await templates.list(colleague)).office).toEqual([])
  expect(names((await templates.list(clerk)).mine)).toEqual(['Mẫu của cơ quan'])
})

test('only what a person may see is kept; names and counts have their bounds', async () => {
  const source = await letter()
  expect(await outcome(templates.save(colleague, { draftId: source, name: 'x' }))).toBe('not_found')
  expect(await outcome(templates.save(owner, { draftId: 'không', name: 'x' }))).toBe('not_found')
  expect(await outcome(templates.save(owner, { draftId: source, name: ' ' }))).toBe('bad_input')
  expect(await outcome(templates.save(owner, { draftId: source, name: 'x'.repeat(201) }))).toBe('bad_input')
  const { id } = await templates.save(colleague, { draftId: await letter(colleague), name: 'một' })
  await pool.query(
    `insert into templates (agency_id, owner_id, name, kind, document, office)
     select agency_id, owner_id, name, kind, document, office from templates, generate_series(2, $2) where id = $1`,
    [id, MOST_OWN],
  )
  const one = { draftId: await letter(colleague), name: 'thừa' }
  expect(await outcome(templates.save(colleague, one))).toBe('templates_full')
  expect(await db.$count(table)).toBe(MOST_OWN + 2)
})

test('an image that only a template shows is kept', async () => {
  await templates.save(owner, { draftId: await letter(), name: 'Có hình' })
  await pool.query('delete from draft_images')
  await pool.query(`update images set created_at = now() - interval '9 days'`)
  const ground = { db, pool, ready: async () => null, canBeSet: async () => true }
  await tidyImages(ground)
  expect(await db.$count(images)).toBe(1)
  await pool.query('delete from templates')
  await tidyImages(ground)
  expect(await db.$count(images)).toBe(0)
})
