/** Names, symbols and positions with the days on which they hold. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import type { NewChange } from '../../../server/access/shapes.ts'
import { withOffice } from '../../../src/lib/document/office.ts'
import { readUpdate } from '../../../src/lib/document/read.ts'
import { freshOffice, outcome, PASSWORD, VISITOR } from '../setup/office.ts'

describe('what changes from a day on', async () => {
  const office = await freshOffice()
  afterAll(office.drop)
  const { access, pool, drafts, collab } = office
  const { owner } = office.house
  let admin: Person
  let writer: Person
  let days: { today: string; yesterday: string; soon: string; later: string }
  beforeAll(async () => {
    admin = await office.person(['admin'])
    writer = await office.person(['specialist'])
    days = (
      await pool.query(`select office_today()::text today, (office_today() - 1)::text yesterday,
        (office_today() + 30)::text soon, (office_today() + 60)::text later`)
    ).rows[0]
  })
  const names = {
    parentName: '',
    name: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA MỚI',
    fullName: 'Ủy ban nhân dân tỉnh Sơn La Mới',
    abbreviation: 'UBNDT',
    place: 'Mộc Châu',
    contact: '',
  }
  const renamed = (over: Partial<NewChange> = {}): NewChange => ({
    ...{ subject: 'agency', subjectId: office.agencyId, validFrom: days.soon, validTo: null, data: names },
    ...over,
  })
  const unit = (over: Partial<NewChange> = {}) =>
    renamed({
      subject: 'unit',
      subjectId: office.unitId,
      data: { name: 'Phòng Tổng hợp', abbreviation: 'TH' },
      ...over,
    })
  /** As if the days had gone by since. */
  const letDaysPass = (count: number) =>
    pool.query('update dated_changes set valid_from = valid_from - $1::int, valid_to = valid_to - $1::int', [count])
  const clear = () => pool.query('delete from dated_changes')
  const answerOf = (verb: Promise<unknown>) =>
    verb.then(
      () => 'taken',
      (failure: { detail?: { field?: string; reason?: string } }) =>
        `${failure.detail?.field} ${failure.detail?.reason}`,
    )
  const refused = (change: NewChange) => answerOf(access.admin.addChange(admin, change))
  const keptBack = (id: string) => answerOf(access.admin.dropChange(admin, id))

  test('a name for a day to come holds from that day, and the one before stays in the history', async () => {
    const { id } = await access.admin.addChange(admin, renamed())
    expect((await access.agency(writer)).place).toBe('Sơn La')
    const subjectId = office.agencyId
    expect(await access.admin.changes(admin, 'agency')).toMatchObject([
      { id: null, subjectId, validFrom: null, data: { place: 'Sơn La' }, holds: true },
      { id, subjectId, validFrom: days.soon, validTo: null, data: names, holds: false, hasBegun: false },
    ])
    await letDaysPass(30)
    expect(await access.agency(writer)).toMatchObject(names)
    expect(await access.admin.changes(admin, 'agency')).toMatchObject([
      { data: { place: 'Sơn La' }, holds: false },
      { data: names, holds: true, hasBegun: true, isPast: false },
    ])
    await letDaysPass(1)
    expect((await access.admin.changes(admin, 'agency'))[1]).toMatchObject({ holds: true, isPast: true })
    expect(await keptBack(id)).toBe('id past')
    await clear()
  })

  test('a draft shows what holds today, and a new one begins with it', async () => {
    const { id } = await drafts.create(writer, { kind: 'cong-van', subject: 'Nâng lương', dueAt: null })
    const fieldsNow = async () => {
      const { offices } = await drafts.get(writer, id)
      return withOffice(readUpdate(await collab.readState(pool, id)).fields, offices)
    }
    await access.admin.addChange(admin, renamed({ validFrom: days.today }))
    await access.admin.addChange(admin, unit({ validFrom: days.soon }))
    expect(await fieldsNow()).toMatchObject({ agency: names.name, place: 'Mộc Châu', symbol: 'UBNDT-NC' })
    await letDaysPass(30)
    expect(await fieldsNow()).toMatchObject({ symbol: 'UBNDT-TH' })
    const later = await drafts.create(writer, { kind: 'cong-van', subject: 'Thi đua', dueAt: null })
    expect(readUpdate(await collab.readState(pool, later.id)).fields).toMatchObject({
      agency: names.name,
      symbol: 'UBNDT-TH',
      recipients: 'Như trên\nLưu: VT, TH',
    })
    expect((await access.units(writer))[0]).toMatchObject({ name: 'Phòng Tổng hợp', abbreviation: 'TH' })
    await clear()
  })

  test('a position for some days is over after them', async () => {
    const change = { subject: 'person' as const, subjectId: writer.id, data: { position: 'Quyền Trưởng phòng' } }
    await access.admin.addChange(admin, renamed({ ...change, validFrom: days.soon, validTo: days.later }))
    const position = async () => (await access.colleagues(admin)).find(({ id }) => id === writer.id)?.position
    const inSession = async () => {
      const { cookie } = await access.signIn({ username: writer.username, password: PASSWORD }, VISITOR)
      return (await access.whoHas(cookie?.value))?.person.position
    }
    expect(await position()).toBe('Chuyên viên')
    await letDaysPass(30)
    expect(await position()).toBe('Quyền Trưởng phòng')
    expect(await inSession()).toBe('Quyền Trưởng phòng')
    await letDaysPass(31)
    expect(await position()).toBe('Chuyên viên')
    expect(await inSession()).toBe('Chuyên viên')
    await clear()
  })

  test('correcting mends what holds today, and nothing before it', async () => {
    await access.admin.addChange(admin, unit({ validFrom: days.today }))
    await access.admin.editUnit(admin, office.unitId, { name: 'Phòng Tổng hợp', abbreviation: 'TgH', isClosed: false })
    expect((await access.units(writer))[0]).toMatchObject({ abbreviation: 'TgH' })
    await clear()
    expect((await access.units(writer))[0]).toMatchObject({ name: 'Phòng Nội chính', abbreviation: 'NC' })
  })

  test('days that meet others, days gone by and empty names are refused by name, and nothing changes', async () => {
    await access.admin.addChange(admin, renamed({ validFrom: days.soon, validTo: days.later }))
    const before = await access.admin.changes(admin, 'agency')
    expect(await refused(renamed())).toBe('validFrom day_taken')
    expect(await refused(renamed({ validFrom: days.later }))).toBe('validFrom overlap')
    expect(await refused(renamed({ validFrom: days.today, validTo: days.soon }))).toBe('validTo overlap')
    expect(await refused(renamed({ validFrom: days.yesterday }))).toBe('validFrom past')
    expect(await refused(renamed({ validFrom: days.later, validTo: days.soon }))).toBe('validTo order')
    expect(await refused(renamed({ validFrom: '2027-02-30' }))).toBe('validFrom date')
    expect(await refused(renamed({ data: { ...names, fullName: ' ' } }))).toBe('fullName required')
    expect(await refused(unit({ data: { name: 'Phòng', abbreviation: '' } }))).toBe('abbreviation required')
    expect(await access.admin.changes(admin, 'agency')).toEqual(before)
    await access.admin.dropChange(admin, before[1]?.id ?? '')
    expect(await access.admin.changes(admin, 'agency')).toHaveLength(1)
  })

  test('what begins today is taken back as long as no document has its number under it', async () => {
    const person = (position: string) =>
      renamed({ subject: 'person', subjectId: writer.id, data: { position }, validFrom: days.today })
    const [name, unitName, position] = await Promise.all([
      access.admin.addChange(admin, renamed({ validFrom: days.today })),
      access.admin.addChange(admin, unit({ validFrom: days.today })),
      access.admin.addChange(admin, person('Phó Chánh Văn phòng')),
    ])
    const draft = await drafts.create(writer, { kind: 'cong-van', subject: 'Đã cấp số' })
    const other = await office.person(['specialist'])
    const number = (unitId: string | null, signer: Person, n: number) =>
      pool.query(
        `with r as (insert into register_entries
             (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, unit_id, draft_id)
           select id, 2026, $1, 'UBND', office_today(), 'cong-van', '', '', '', $2, $3 from registers limit 1)
         insert into frozen_revisions (draft_id, position, document, hash, verify_code, frozen_by)
         values ($3, 1, '{}', '', $1::int::text, $4)`,
        [n, unitId, draft.id, signer.id],
      )
    const unnumber = async () => {
      await office.house.owner.query('alter table frozen_revisions disable trigger user')
      await office.house.owner.query('alter table register_entries disable trigger user')
      await office.house.owner.query('delete from frozen_revisions')
      await office.house.owner.query('delete from register_entries')
      await office.house.owner.query('alter table frozen_revisions enable trigger user')
      await office.house.owner.query('alter table register_entries enable trigger user')
    }
    await number(null, other, 1)
    expect(await keptBack(name.id)).toBe('id numbered')
    expect(await keptBack(unitName.id)).toBe('taken')
    expect(await keptBack(position.id)).toBe('taken')
    await unnumber()

    const again = await access.admin.addChange(admin, unit({ validFrom: days.today }))
    const onceMore = await access.admin.addChange(admin, person('Chánh Văn phòng'))
    await number(office.unitId, writer, 2)
    expect(await keptBack(again.id)).toBe('id numbered')
    expect(await keptBack(onceMore.id)).toBe('id numbered')
    expect(await access.units(writer)).toMatchObject([{ name: 'Phòng Tổng hợp' }])
    await unnumber()
    expect(await keptBack(name.id)).toBe('taken')
    expect((await access.agency(writer)).place).toBe('Sơn La')
    await clear()
  })

  test('no two open units bear one abbreviation on a day, now or later', async () => {
    const made = await access.admin.createUnit(admin, { name: 'Phòng Kinh tế', abbreviation: 'KT' })
    const toKT = (over: Partial<NewChange> = {}) => unit({ data: { name: 'Phòng', abbreviation: 'KT' }, ...over })
    const edited = (abbreviation: string, isClosed = false) =>
      answerOf(access.admin.editUnit(admin, office.unitId, { name: 'Phòng Nội chính', abbreviation, isClosed }))
    expect(await refused(toKT({ validFrom: days.today }))).toBe('abbreviation abbreviation_taken')
    expect(await refused(toKT())).toBe('abbreviation abbreviation_taken_later')
    expect(await edited('KT')).toBe('abbreviation abbreviation_taken')
    expect((await access.units(writer)).map(({ abbreviation }) => abbreviation).sort()).toEqual(['KT', 'NC'])

    // It is free once the other is called otherwise; that may then not be taken back.
    const renaming = { data: { name: 'Phòng Kinh tế - Xã hội', abbreviation: 'KTXH' }, validFrom: days.soon }
    const freed = await access.admin.addChange(admin, unit({ subjectId: made.id, ...renaming }))
    expect(await refused(toKT({ validFrom: days.today, validTo: days.later }))).toBe('abbreviation abbreviation_taken')
    expect(await refused(toKT({ validFrom: days.later }))).toBe('taken')
    expect(await keptBack(freed.id)).toBe('id abbreviation_taken_later')
    expect(await edited('KTXH')).toBe('abbreviation abbreviation_taken_later')
    expect(await answerOf(access.admin.createUnit(admin, { name: 'Phòng khác', abbreviation: 'KTXH' }))).toBe(
      'abbreviation abbreviation_taken_later',
    )
    await clear()

    // A closed unit stands in nobody's way, until it is opened again.
    expect(await edited('NC', true)).toBe('taken')
    const heir = await access.admin.createUnit(admin, { name: 'Phòng Nội chính mới', abbreviation: 'NC' })
    expect(await edited('NC')).toBe('abbreviation abbreviation_taken')
    await owner.query('delete from units where id = any($1)', [[made.id, heir.id]])
    expect(await edited('NC')).toBe('taken')
  })

  test('two units that want one abbreviation at once: one of them is told', async () => {
    const both = ['Phòng A', 'Phòng B'].map((name) =>
      answerOf(access.admin.createUnit(admin, { name, abbreviation: 'AB' })),
    )
    expect((await Promise.all(both)).sort()).toEqual(['abbreviation abbreviation_taken', 'taken'])
    await owner.query(`delete from units where abbreviation = 'AB'`)
  })

  test('two who enter changes for one day at once: one of them is told', async () => {
    const both = await Promise.all([refused(renamed()), refused(renamed())])
    expect(both.sort()).toEqual(['taken', 'validFrom day_taken'])
    await clear()
  })

  test('only an administrator, and only of their own agency', async () => {
    expect(await outcome(access.admin.addChange(writer, renamed()))).toBe('not_allowed')
    const elsewhere = { ...admin, agencyId: await office.makeAgency('tỉnh Khác') }
    expect(await outcome(access.admin.addChange(elsewhere, unit()))).toBe('not_found')
    const { id } = await access.admin.addChange(admin, unit())
    expect(await outcome(access.admin.dropChange(elsewhere, id))).toBe('not_found')
    expect(await access.admin.changes(elsewhere, 'unit')).toEqual([])
  })
})
