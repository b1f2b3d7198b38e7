/** Units and people from a list: looked at, agreed to, written whole or not at all. */
import { afterAll, describe, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { PEOPLE } from '../../../server/demonstration/people.ts'
import { createRoster } from '../../../server/roster/index.ts'
import { planFile } from '../../../server/roster/work.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { freshOffice, outcome, VISITOR } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { access, db, pool, told } = office
const roster = createRoster({
  ...{ db, pool },
  plan: async (order) => planFile(order),
  rightsChanged: ({ userId }) => void told.push(`rights * ${userId}`),
})
const admin = await office.person(['admin'])
const specialist = await office.person(['specialist'])

const HEAD = 'Họ và tên;Tên đăng nhập;Chức vụ;Đơn vị;Ký hiệu đơn vị;Vai trò'
const csv = (...rows: string[]) => ({ fileName: 'danh sách.csv', bytes: Buffer.from([HEAD, ...rows].join('\n')) })
const count = async (table: string) =>
  (await pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n
const agree = (digest: string, skipFaulty = false) => ({ digest, skipFaulty })

test('a look writes nothing; what was agreed to is written, recorded, and opens the door with its password', async () => {
  const file = csv('Nguyễn Văn An;;Chuyên viên;Phòng Tổng hợp;TH;', 'Trần Thị Bình;binhtt;Văn thư;TH;;Văn thư')
  const before = await count('users')
  const report = await roster.look(admin, file)
  expect(report).toMatchObject({ units: [{ abbreviation: 'TH' }], faults: [] })
  expect(report.people.map(({ username }) => username)).toEqual(['annv', 'binhtt'])
  expect(await count('users')).toBe(before)

  const done = await roster.bring(admin, file, agree(report.digest))
  expect(done).toMatchObject({
    units: 1,
    changed: 0,
    created: [{ username: 'annv' }, { username: 'binhtt', unit: 'Phòng Tổng hợp' }],
  })
  const password = done.created[0]?.password ?? ''
  const entered = await access.signIn({ username: 'annv', password }, VISITOR)
  expect(entered).toMatchObject({ mustChangePassword: true, person: { roles: ['specialist'] } })

  const { rows } = await pool.query<{ detail: unknown }>(`select detail from audit_log where act = 'people.import'`)
  expect(rows).toHaveLength(1)
  const detail = JSON.stringify(rows[0]?.detail)
  expect(detail).toContain('binhtt')
  for (const { password } of done.created) expect(detail).not.toContain(password)
  expect(await checkChain(db)).toMatchObject({ intact: true })
  // Brought again, it changes nothing.
  expect(await roster.look(admin, csv('Trần Thị Bình;binhtt;Văn thư;TH;;Văn thư'))).toMatchObject({
    people: [],
    changed: [],
    unchanged: 1,
  })
})

test('updates change what the file says and leave the rest; whoever they concern is looked at again', async () => {
  const one = await office.person(['specialist'], { username: 'capnhat', name: 'Cũ', position: 'Chuyên viên' })
  const file = csv('Mới;capnhat;;;;Lãnh đạo')
  const report = await roster.look(admin, file)
  expect(report.changed[0]?.changes.map(({ field }) => field)).toEqual(['name', 'roles'])
  await roster.bring(admin, file, agree(report.digest))
  const { rows } = await pool.query('select name, position, roles, unit_id from users where id = $1', [one.id])
  expect(rows).toEqual([{ name: 'Mới', position: 'Chuyên viên', roles: ['leader'], unit_id: office.unitId }])
  expect(told).toContain(`rights * ${one.id}`)
})

describe('nothing is written', () => {
  test('with a fault, unless the faulty rows are left out', async () => {
    const file = csv('Lê Văn Cường;;Chuyên viên;NC;;', 'Thiếu chức vụ;;;NC;;')
    const report = await roster.look(admin, file)
    expect(report.faults).toMatchObject([{ row: 3, field: 'position', fault: 'required' }])
    const before = await count('users')
    expect(await outcome(roster.bring(admin, file, agree(report.digest)))).toBe('bad_input')
    expect(await count('users')).toBe(before)
    expect((await roster.bring(admin, file, agree(report.digest, true))).created).toHaveLength(1)
  })

  test('when the house or the file is no longer what was looked at', async () => {
    const file = csv('Phạm Thị Dung;dungpt;Chuyên viên;NC;;')
    const report = await roster.look(admin, file)
    await office.person(['specialist'], { username: 'dungpt', name: 'Ai khác' })
    const before = await count('users')
    expect(await outcome(roster.bring(admin, file, agree(report.digest)))).toBe('stale')
    expect(await outcome(roster.bring(admin, csv('X;;Y;;;'), agree(report.digest)))).toBe('stale')
    expect(await count('users')).toBe(before)
  })

  test('that would leave no administrator', async () => {
    const file = csv(`${admin.name};${admin.username};;;;Văn thư`)
    const report = await roster.look(admin, file)
    expect(report.refusal).toBe('last_admin')
    expect(await outcome(roster.bring(admin, file, agree(report.digest)))).toBe('bad_input')
  })

  test('by anybody but an administrator', async () => {
    expect(await outcome(roster.look(specialist, csv('X;;Y;;;')))).toBe('not_allowed')
    expect(await outcome(roster.bring(specialist, csv('X;;Y;;;'), agree('0'.repeat(64))))).toBe('not_allowed')
    expect(await outcome(roster.present(specialist))).toBe('not_allowed')
    expect(() => roster.template(specialist)).toThrow(AppError)
  })

  test('of a file without our headings, or too large', async () => {
    expect(await outcome(roster.look(admin, { fileName: 'x', bytes: Buffer.from('a;b\n1;2') }))).toBe('bad_sheet')
    expect(await outcome(roster.look(admin, { fileName: 'x', bytes: new Uint8Array(5 * 1024 * 1024) }))).toBe(
      'too_large',
    )
  })
})

test('the list of the present people, brought back, changes nothing', async () => {
  for (const { roles, username, name, position } of PEOPLE) await office.person(roles, { username, name, position })
  const report = await roster.look(admin, { fileName: 'x.xlsx', bytes: await roster.present(admin) })
  expect(report).toMatchObject({ people: [], changed: [], units: [], faults: [] })
  expect(report.unchanged).toBe(((await count('users')) ?? 0) + ((await count('units')) ?? 0))
  expect(report.left.sheets).toEqual(['Hướng dẫn'])
})

test('two who bring the same list at once: one does, the other is told', async () => {
  const file = csv('Hoàng Văn Em;;Chuyên viên;Phòng Em;PE;')
  const { digest } = await roster.look(admin, file)
  const both = await Promise.all([1, 2].map(() => outcome(roster.bring(admin, file, agree(digest)))))
  expect(both.toSorted()).toEqual(['done', 'stale'])
})

test('500 people come in, each with a password of their own', async () => {
  const rows = Array.from(
    { length: 500 },
    (_, i) => `Nguyễn Văn Phúc ${i};phuc${i};Chuyên viên;Phòng ${i % 20};P${i % 20};`,
  )
  const file = csv(...rows)
  const { digest } = await roster.look(admin, file)
  const { created, units } = await roster.bring(admin, file, agree(digest))
  expect(units).toBe(20)
  expect(new Set(created.map(({ password }) => password)).size).toBe(500)
})
