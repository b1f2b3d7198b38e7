import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { createAccess } from '../../../server/access/index.ts'
import { freshOffice, outcome, PASSWORD, VISITOR } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { access, pool } = office

const sessionsOf = async (userId: string) =>
  (await pool.query<{ id: string }>('select id from sessions where user_id = $1', [userId])).rows

describe('signing in', () => {
  test('the right password begins a session, whatever the case of the name; the cookie is out of reach of scripts', async () => {
    const someone = await office.person(['specialist'], { username: 'Mai.Lo' })
    const { person, cookie } = await access.signIn({ username: 'mai.LO', password: PASSWORD }, VISITOR)
    expect(person).toEqual(someone)
    expect(cookie).toMatchObject({
      name: 'session',
      attributes: { path: '/', httpOnly: true, sameSite: 'lax', secure: false },
    })
    expect((await access.whoHas(cookie?.value))?.person.id).toBe(someone.id)
  })

  test('over https the cookie never travels without it', async () => {
    const secure = createAccess({ ...office, isEvaluation: false, isSecure: true, rightsChanged: () => {} })
    const { username } = await office.person(['specialist'])
    const { cookie } = await secure.signIn({ username, password: PASSWORD }, VISITOR)
    expect(cookie).toMatchObject({ name: '__Host-session', attributes: { path: '/', secure: true } })
    expect(secure.cookieName).toBe('__Host-session')
  })

  test('the table of sessions opens no session', async () => {
    const { id, username } = await office.person(['specialist'])
    const { cookie } = await access.signIn({ username, password: PASSWORD }, VISITOR)
    const [stored] = await sessionsOf(id)
    expect(stored?.id).toBe(
      createHash('sha256')
        .update(cookie?.value ?? '')
        .digest('hex'),
    )
    expect(await access.whoHas(stored?.id)).toBeNull()
  })

  test('a wrong password and an unknown name get the same answer and begin nothing', async () => {
    const { id, username } = await office.person(['specialist'])
    expect(await outcome(access.signIn({ username, password: 'sai mật khẩu' }, VISITOR))).toBe('wrong_credentials')
    expect(await outcome(access.signIn({ username: 'nobody', password: PASSWORD }, VISITOR))).toBe('wrong_credentials')
    expect(await sessionsOf(id)).toEqual([])
  })

  test('both cost the same work: as many statements, and a note in the record', async () => {
    const { username } = await office.person(['specialist'])
    const refusals = async () =>
      Number((await pool.query(`select count(*) from audit_log where act = 'session.refused'`)).rows[0]?.count)
    const before = await refusals()
    for (const name of [username, 'nobody-at-all']) {
      await outcome(access.signIn({ username: name, password: 'sai mật khẩu' }, VISITOR))
    }
    expect(await refusals()).toBe(before + 2)
  })

  test('a locked account is told so only to whoever knows the password', async () => {
    const { id, username } = await office.person(['specialist'])
    await pool.query('update users set locked_at = now() where id = $1', [id])
    expect(await outcome(access.signIn({ username, password: PASSWORD }, VISITOR))).toBe('account_locked')
    expect(await outcome(access.signIn({ username, password: 'sai' }, VISITOR))).toBe('wrong_credentials')
  })

  test('after ten wrong attempts the account waits, even with the right password, and says how long', async () => {
    const { username } = await office.person(['specialist'])
    const attempts = Array.from({ length: 12 }, (_, i) => ({ address: `10.1.0.${i}`, userAgent: '' }))
    const codes = await Promise.all(attempts.map((from) => outcome(access.signIn({ username, password: 'sai' }, from))))
    expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(10)
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(2)
    const refused = access.signIn({ username, password: PASSWORD }, { address: '10.1.0.99', userAgent: '' })
    await expect(refused).rejects.toMatchObject({ code: 'too_many_requests', detail: { seconds: expect.any(Number) } })
  })

  test('an address that tries many names waits as well', async () => {
    const from = { address: '10.2.0.1', userAgent: '' }
    const codes = await Promise.all(
      Array.from({ length: 61 }, (_, i) => outcome(access.signIn({ username: `guess${i}`, password: 'sai' }, from))),
    )
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(1)
  })
})

describe('sessions', () => {
  const signedIn = async () => {
    const person = await office.person(['specialist'])
    const enter = () => access.signIn({ username: person.username, password: PASSWORD }, VISITOR)
    return { person, first: await enter(), second: await enter() }
  }

  test("an expired session is nobody's", async () => {
    const { first } = await signedIn()
    await pool.query(`update sessions set expires_at = now() - interval '1 second' where id = $1`, [first.session.id])
    expect(await access.whoHas(first.cookie?.value)).toBeNull()
  })

  test('a session that is used lives on', async () => {
    const { first } = await signedIn()
    await pool.query(`update sessions set expires_at = now() + interval '1 hour' where id = $1`, [first.session.id])
    const again = await access.whoHas(first.cookie?.value)
    expect(again?.cookie?.value).toBe(first.cookie?.value)
    expect(again?.session.expiresAt.getTime()).toBeGreaterThan(Date.now() + 11 * 3600_000)
  })

  test('however much it is used, it ends after seven days', async () => {
    const { first } = await signedIn()
    const days = (count: number) => `now() - interval '${count} days'`
    const began = (count: number) =>
      pool.query(
        `update sessions set created_at = ${days(count)}, expires_at = now() + interval '1 hour' where id = $1`,
        [first.session.id],
      )
    const endOf = async () =>
      (
        await pool.query<{ hours: number }>(
          'select extract(epoch from expires_at - now())::float8 / 3600 as hours from sessions where id = $1',
          [first.session.id],
        )
      ).rows[0]?.hours
    await began(6.8)
    expect(await access.whoHas(first.cookie?.value)).not.toBeNull()
    expect(await endOf()).toBeCloseTo(0.2 * 24, 1)
    await began(6.99)
    await access.whoHas(first.cookie?.value)
    expect(await endOf()).toBeLessThanOrEqual(1)
  })

  test('signing in again in the same browser ends the session before, and its open sockets hear of it', async () => {
    const { person, first, second } = await signedIn()
    const other = await office.person(['specialist'])
    office.told.length = 0
    const now = await access.signIn({ username: other.username, password: PASSWORD }, VISITOR, first)
    expect(await access.whoHas(first.cookie?.value)).toBeNull()
    expect(await access.whoHas(second.cookie?.value)).not.toBeNull()
    expect((await access.whoHas(now.cookie?.value))?.person.id).toBe(other.id)
    expect(office.told).toContain(`rights * ${person.id}`)
    expect(await outcome(access.signIn({ username: other.username, password: 'sai' }, VISITOR, now))).toBe(
      'wrong_credentials',
    )
    expect(await access.whoHas(now.cookie?.value)).not.toBeNull()
  })

  test('signing out ends this session and leaves the other', async () => {
    const { first, second } = await signedIn()
    const blank = await access.signOut(first)
    expect(blank).toMatchObject({ name: 'session', value: '' })
    expect(await access.whoHas(first.cookie?.value)).toBeNull()
    expect(await access.whoHas(second.cookie?.value)).not.toBeNull()
  })

  test("one can be ended from another, but nobody else's", async () => {
    const { person, first, second } = await signedIn()
    const stranger = await office.person(['admin'])
    expect(await outcome(access.sessions.end(stranger, first.session.id))).toBe('not_found')
    await access.sessions.end(person, first.session.id)
    expect(await access.whoHas(first.cookie?.value)).toBeNull()
    expect((await access.sessions.list(person)).map(({ id }) => id)).toEqual([second.session.id])
  })

  test('GUARD-1: signing out everywhere ends all of them and reaches open sockets', async () => {
    const { person, first, second } = await signedIn()
    await access.sessions.endAll(person)
    expect(await access.whoHas(first.cookie?.value)).toBeNull()
    expect(await access.whoHas(second.cookie?.value)).toBeNull()
    const { rows } = await pool.query('select 1 from access_changes where user_id = $1 and draft_id is null', [
      person.id,
    ])
    expect(rows).toHaveLength(1)
    expect(office.told).toContain(`rights * ${person.id}`)
  })
})

describe('changing the password', () => {
  test('needs the present one, ends the other sessions and keeps this one', async () => {
    const { username } = await office.person(['specialist'])
    const here = await access.signIn({ username, password: PASSWORD }, VISITOR)
    const elsewhere = await access.signIn({ username, password: PASSWORD }, VISITOR)
    const next = 'một mật khẩu mới'
    expect(await outcome(access.changePassword(here, { present: 'sai', next }))).toBe('wrong_credentials')
    expect(await outcome(access.changePassword(here, { present: PASSWORD, next: 'ngắn' }))).toBe('bad_input')
    await access.changePassword(here, { present: PASSWORD, next })
    expect(await access.whoHas(here.cookie?.value)).not.toBeNull()
    expect(await access.whoHas(elsewhere.cookie?.value)).toBeNull()
    expect(await outcome(access.signIn({ username, password: PASSWORD }, VISITOR))).toBe('wrong_credentials')
    expect(await outcome(access.signIn({ username, password: next }, VISITOR))).toBe('done')
  })
})

test('outside an evaluation nobody signs in without a password', () => {
  expect(access.signInAs).toBeUndefined()
  expect(access.demonstrationPeople).toBeUndefined()
})

test('the page of an evaluation shows those it has room for, however many a list has brought', async () => {
  const evaluation = createAccess({ ...office, isEvaluation: true, isSecure: false, rightsChanged: () => {} })
  await pool.query(
    `insert into users (agency_id, username, name, position, roles, password_hash)
     select $1, 'nv' || i, 'Người ' || i, 'Chuyên viên', '{specialist}', 'x' from generate_series(1, 100) i`,
    [office.agencyId],
  )
  expect(await evaluation.demonstrationPeople?.()).toHaveLength(60)
})
