import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccess } from '../../../server/access/index.ts'
import type { Person } from '../../../server/access/person.ts'
import { freshDatabase } from '../setup/house.ts'
import { freshOffice, outcome, PASSWORD, VISITOR } from '../setup/office.ts'

describe('set-up', async () => {
  const house = await freshDatabase()
  afterAll(house.drop)
  const access = createAccess({ ...house, isEvaluation: false, isSecure: false, rightsChanged: () => {} })
  const input = (token: string) => ({
    token,
    agency: {
      parentName: '',
      name: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA',
      fullName: 'Ủy ban nhân dân tỉnh Sơn La',
      abbreviation: 'UBND',
      place: 'Sơn La',
      contact: '',
      code: 'H52',
    },
    administrator: { username: 'quantri', name: 'Cầm Văn Hiếu', position: 'Quản trị hệ thống', password: PASSWORD },
  })
  const rows = async () =>
    (await house.pool.query('select (select count(*) from users) u, (select count(*) from agencies) a')).rows[0]

  test('a wrong token changes nothing', async () => {
    await access.setup.newToken()
    expect(await outcome(access.setup.complete(input('wrong'), VISITOR))).toBe('wrong_setup_token')
    expect(await rows()).toEqual({ u: '0', a: '0' })
    expect(await access.setup.isOpen()).toBe(true)
  })

  test('a bad field is named, and the token stays good', async () => {
    const token = (await access.setup.newToken()) ?? ''
    const bad = input(token)
    bad.administrator.username = 'quản trị'
    await expect(access.setup.complete(bad, VISITOR)).rejects.toMatchObject({
      code: 'bad_input',
      detail: { field: 'administrator.username' },
    })
    expect(await rows()).toEqual({ u: '0', a: '0' })
  })

  test('a newer token replaces the one before; it works once, also for two at once', async () => {
    const old = (await access.setup.newToken()) ?? ''
    const token = (await access.setup.newToken()) ?? ''
    expect(await outcome(access.setup.complete(input(old), VISITOR))).toBe('wrong_setup_token')
    const second = { ...input(token), administrator: { ...input(token).administrator, username: 'other' } }
    const both = await Promise.all([
      outcome(access.setup.complete(input(token), VISITOR)),
      outcome(access.setup.complete(second, VISITOR)),
    ])
    expect(both.sort()).toEqual(['already_set_up', 'done'])
    expect(await rows()).toEqual({ u: '1', a: '1' })
    expect(await access.setup.newToken()).toBeNull()
    expect(await access.setup.isOpen()).toBe(false)
  })
})

describe('the administrator', async () => {
  const office = await freshOffice()
  afterAll(office.drop)
  const { access, pool } = office
  const { owner } = office.house
  let admin: Person
  beforeAll(async () => {
    admin = await office.person(['admin'])
  })
  const data = { name: 'Lò Thị Mai', position: 'Chuyên viên', unitId: office.unitId, roles: ['specialist' as const] }

  test('makes a person with a one-time password, which only opens the way to another one', async () => {
    const { id, password } = await access.admin.createPerson(admin, { ...data, username: 'lo.mai' })
    const signedIn = await access.signIn({ username: 'lo.mai', password }, VISITOR)
    expect(signedIn.person.id).toBe(id)
    expect(signedIn.mustChangePassword).toBe(true)
    const admitted = access.socket.admit(`session=${signedIn.cookie?.value}`, crypto.randomUUID())
    expect(await admitted).toEqual({ refused: 'notSignedIn' })
    await access.changePassword(signedIn, { present: password, next: PASSWORD })
    expect((await access.whoHas(signedIn.cookie?.value))?.mustChangePassword).toBe(false)
  })

  test('cannot give a name that is taken, in whatever case', async () => {
    await access.admin.createPerson(admin, { ...data, username: 'taken' })
    await expect(access.admin.createPerson(admin, { ...data, username: 'TAKEN' })).rejects.toMatchObject({
      code: 'bad_input',
      detail: { field: 'username', reason: 'taken' },
    })
  })

  test('cannot put anybody into a unit of another agency', async () => {
    const other = await office.makeAgency('tỉnh Khác')
    const { rows } = await pool.query<{ id: string }>(
      `insert into units (agency_id, name, abbreviation) values ($1, 'Khác', 'K') returning id`,
      [other],
    )
    const unitId = rows[0]?.id ?? null
    expect(await outcome(access.admin.createPerson(admin, { ...data, unitId, username: 'elsewhere' }))).toBe(
      'bad_input',
    )
  })

  test('locks a person out at once, and lets them in again', async () => {
    const someone = await office.person(['specialist'])
    const { cookie } = await access.signIn({ username: someone.username, password: PASSWORD }, VISITOR)
    await access.admin.lock(admin, someone.id)
    expect(await access.whoHas(cookie?.value)).toBeNull()
    expect(office.told).toContain(`rights * ${someone.id}`)
    await access.admin.unlock(admin, someone.id)
    expect(await outcome(access.signIn({ username: someone.username, password: PASSWORD }, VISITOR))).toBe('done')
  })

  test('gives a new password, with which the old one and all sessions end', async () => {
    const someone = await office.person(['specialist'])
    const { cookie } = await access.signIn({ username: someone.username, password: PASSWORD }, VISITOR)
    const { password } = await access.admin.resetPassword(admin, someone.id)
    expect(await access.whoHas(cookie?.value)).toBeNull()
    expect(await outcome(access.signIn({ username: someone.username, password: PASSWORD }, VISITOR))).toBe(
      'wrong_credentials',
    )
    expect(await outcome(access.signIn({ username: someone.username, password }, VISITOR))).toBe('done')
  })

  test('is never the last one to go', async () => {
    const roles = ['specialist' as const]
    expect(await outcome(access.admin.lock(admin, admin.id))).toBe('bad_input')
    expect(await outcome(access.admin.editPerson(admin, admin.id, { ...data, roles }))).toBe('bad_input')
    const second = await office.person(['admin'])
    const both = await Promise.all([
      outcome(access.admin.lock(admin, second.id)),
      outcome(access.admin.lock(second, admin.id)),
    ])
    expect(both.sort()).toEqual(['bad_input', 'done'])
    await pool.query('update users set locked_at = null')
  })

  test('finds among hundreds by any word, by role, page by page in the order of given names', async () => {
    await pool.query(
      `insert into users (agency_id, unit_id, username, name, position, roles, password_hash, must_change_password)
       select agency_id, unit_id, 'nguoi' || n, 'Lò Văn ' || chr(65 + n % 20) || n, 'Chuyên viên chính', '{specialist}', '-', true
       from users, generate_series(1, 120) n where id = $1`,
      [admin.id],
    )
    const found = await access.admin.people(admin, { search: 'chuyen vien CHINH lo van', page: 3 })
    expect(found).toMatchObject({ total: 120, page: 3, pages: 3 })
    expect(found.rows).toHaveLength(20)
    const first = await access.admin.people(admin, { search: 'lo van', role: 'specialist' })
    const names = first.rows.map(({ name }) => name)
    expect(names).toEqual(names.toSorted(new Intl.Collator('vi').compare))
    expect((await access.admin.people(admin, { search: 'lo van', role: 'leader' })).total).toBe(0)
    expect((await access.admin.person(admin, first.rows[0]?.id ?? '')).username).toMatch(/^nguoi/)
    await owner.query(`delete from users where username like 'nguoi%'`)
  })

  test('is the only one who may, and only in their own agency', async () => {
    const nobody = await office.person(['leader', 'clerk', 'reviewer', 'specialist'])
    const elsewhere = await office.person(['admin'], {
      agencyId: await office.makeAgency('tỉnh Khác nữa'),
      unitId: null,
    })
    const agency = await access.agency(admin)
    const acts = [
      () => access.admin.people(nobody, {}),
      () => access.admin.person(nobody, admin.id),
      () => access.admin.createPerson(nobody, { ...data, username: 'x' }),
      () => access.admin.editPerson(nobody, admin.id, data),
      () => access.admin.lock(nobody, admin.id),
      () => access.admin.unlock(nobody, admin.id),
      () => access.admin.resetPassword(nobody, admin.id),
      () => access.admin.createUnit(nobody, { name: 'Mới', abbreviation: 'M' }),
      () => access.admin.editUnit(nobody, office.unitId, { name: 'Mới', abbreviation: 'M', isClosed: false }),
      () => access.admin.editAgency(nobody, agency),
    ]
    for (const act of acts) expect(await outcome(act())).toBe('not_allowed')
    // Registers are the clerks' too.
    const bystander = await office.person(['leader', 'reviewer', 'specialist'])
    expect(await outcome(office.registry.createRegister(bystander, { name: 'Sổ', kinds: [] }))).toBe('not_allowed')
    expect(await outcome(access.admin.lock(elsewhere, nobody.id))).toBe('not_found')
    expect(
      await outcome(access.admin.editUnit(elsewhere, office.unitId, { name: 'M', abbreviation: 'M', isClosed: true })),
    ).toBe('not_found')
  })

  test('a kind is numbered in one register only', async () => {
    const create = (kinds: string[]) => outcome(office.registry.createRegister(admin, { name: 'Sổ quyết định', kinds }))
    expect(await create(['quyet-dinh'])).toBe('done')
    expect(await create(['cong-van', 'quyet-dinh'])).toBe('bad_input')
    expect(await create([])).toBe('bad_input')
    expect(await create(['khong-co'])).toBe('bad_input')
  })

  test('AUD-1: each of these acts is in the record', async () => {
    const { rows } = await pool.query<{ act: string }>('select distinct act from audit_log where actor_id = $1', [
      admin.id,
    ])
    const acts = rows.map(({ act }) => act)
    const expected = ['person.create', 'person.lock', 'person.unlock', 'person.reset-password', 'register.create']
    expect(acts).toEqual(expect.arrayContaining(expected))
  })
})
