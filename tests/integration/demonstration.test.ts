import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startApp } from '../../server/app.ts'
import { checkChain } from '../../server/audit/index.ts'
import { readConfig } from '../../server/config.ts'
import { PASSWORD } from '../../server/demonstration/people.ts'
import { freshDatabase } from './setup/house.ts'
import { outcome, VISITOR } from './setup/office.ts'

/** Of one core, for everything from the empty folder on; wall time says nothing on a busy machine. */
const CPU_LIMIT_MS = 8000

describe('an evaluation, with the embedded database', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-demo-'))
  const start = () => startApp(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'error' }))
  const before = process.cpuUsage()
  let app = await start()
  const { user, system } = process.cpuUsage(before)
  afterAll(async () => {
    await app.stop()
    await rm(folder, { recursive: true })
  })
  const states = async () =>
    (
      await app.pool.query<{ kind: string; state: string }>('select kind, state from drafts order by kind, state')
    ).rows.map(({ kind, state }) => `${kind} ${state}`)

  test('has papers in every state of the journey, and made them soon enough', async () => {
    expect(await states()).toEqual([
      'bao-cao approved',
      'cong-van review',
      'giay-moi drafting',
      'quyet-dinh drafting',
      'thong-bao issued',
      'to-trinh approval',
    ])
    expect((user + system) / 1000).toBeLessThan(CPU_LIMIT_MS)
  })

  test('lets one in as anybody by a click, and by the password that is printed', async () => {
    const people = (await app.access.demonstrationPeople?.()) ?? []
    expect(people.map(({ position }) => position).slice(0, 2)).toEqual(['Chủ tịch', 'Phó Chủ tịch'])
    for (const { id, username, name } of people) {
      expect((await app.access.signInAs?.(id, VISITOR))?.person.name).toBe(name)
      expect(app.readyText('http://x')).toContain(`${username} `)
    }
    const { username = '' } = people[0] ?? {}
    expect(await outcome(app.access.signIn({ username, password: PASSWORD }, VISITOR))).toBe('done')
    expect(app.readyText('http://x').split('\n')[0]).toBe('Ready: http://x')
  })

  test('everybody finds something to do', async () => {
    for (const { id, roles } of (await app.access.demonstrationPeople?.()) ?? []) {
      const { person } = (await app.access.signInAs?.(id, VISITOR)) ?? {}
      if (!person || roles.includes('admin')) continue
      const { waiting, written, following, issued } = await app.drafts.work(person)
      expect(waiting.length + written.length + following.length + issued.length, person.name).toBeGreaterThan(0)
    }
  })

  test('has one comment on a passage that the editor can find again', async () => {
    const { rows } = await app.pool.query<{ anchor: unknown; quote: string }>(
      'select anchor, quote from threads where anchor is not null',
    )
    expect(rows).toMatchObject([
      { anchor: { start: { item: {} }, end: { item: {} } }, quote: expect.stringContaining('15 °C') },
    ])
  })

  test('AUD-1: its record is whole', async () => {
    expect(await checkChain(app.db)).toMatchObject({ intact: true })
  })

  test('is made once: a second start finds what was left', async () => {
    await app.pool.query(`update users set name = 'Đổi Tên' where username = 'mailt'`)
    const was = await states()
    await app.stop()
    app = await start()
    expect(await states()).toEqual(was)
    expect((await app.access.demonstrationPeople?.())?.map(({ name }) => name)).toContain('Đổi Tên')
  })

  test('goes on with what is missing when the first start was cut short', async () => {
    const was = await states()
    // As if it had ended before this paper was begun: another kind stands in its place.
    await app.pool.query(`update drafts set kind = 'cong-van' where kind = 'to-trinh'`)
    await app.stop()
    app = await start()
    expect(await states()).toEqual([...was.slice(0, 2), 'cong-van approval', ...was.slice(2)].toSorted())
  })
})

describe('with DATABASE_URL', async () => {
  const house = await freshDatabase()
  const app = await startApp(
    readConfig({ DATABASE_URL: house.url, LOG_LEVEL: 'silent', KEY_SECRET: 'the secret of an office in a test' }),
  )
  afterAll(async () => {
    await app.stop()
    await house.drop()
  })

  test('nothing of the demonstration exists; the terminal shows the way to set up', async () => {
    expect(
      (await app.pool.query('select (select count(*) from agencies) + (select count(*) from users) as n')).rows,
    ).toEqual([{ n: '0' }])
    expect(app.access.signInAs).toBeUndefined()
    expect(app.readyText('https://x')).toMatch(
      /^Ready: https:\/\/x\nSet up at https:\/\/x\/setup with this one-time token: \S{32}$/,
    )
    const token = app.readyText('').split(' ').at(-1) ?? ''
    const agency = { parentName: '', name: 'A', fullName: 'A', abbreviation: 'A', place: 'A', contact: '', code: '' }
    const administrator = { username: 'admin', name: 'B', position: 'C', password: 'mật khẩu dài' }
    expect(await outcome(app.access.setup.complete({ token, agency, administrator }, VISITOR))).toBe('done')
  })
})
