import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { freshOffice, outcome } from '../setup/office.ts'

describe('what an agency knows and wants beside the decree', async () => {
  const office = await freshOffice()
  afterAll(office.drop)
  const { access } = office
  let admin: Person
  let writer: Person
  beforeAll(async () => {
    admin = await office.person(['admin'])
    writer = await office.person(['specialist'])
  })
  const law = { wording: 'Luật Đất đai', validFrom: '2014-07-01', validTo: null, replacedBy: '' }

  test('a basis is kept as it is written into a draft, and ended when another took its place', async () => {
    const { id } = await access.admin.createBasis(admin, { ...law, wording: '  Căn cứ Luật  Đất đai; ' })
    expect(await access.bases(writer)).toEqual([{ id, ...law }])
    const ended = { ...law, validTo: '2024-07-31', replacedBy: 'Luật Đất đai ngày 18 tháng 01 năm 2024' }
    await access.admin.editBasis(admin, id, ended)
    expect((await access.houseRules(writer)).bases).toEqual([{ id, ...ended }])
  })

  test.each([
    ['wording', { ...law, wording: 'Luật Đất đai' }, 'taken'],
    ['wording', { ...law, wording: '' }, 'required'],
    ['validFrom', { ...law, wording: 'Luật B', validFrom: '2024-02-31' }, 'date'],
    ['validTo', { ...law, wording: 'Luật B', validTo: '2014-06-30' }, 'order'],
  ])('a basis with a wrong %s changes nothing', async (field, basis, reason) => {
    const before = await access.bases(admin)
    await expect(access.admin.createBasis(admin, basis)).rejects.toMatchObject({
      code: 'bad_input',
      detail: { field, reason },
    })
    expect(await access.bases(admin)).toEqual(before)
  })

  test('no basis takes the wording of another', async () => {
    const { id } = await access.admin.createBasis(admin, { ...law, wording: 'Luật Lưu trữ' })
    expect(await outcome(access.admin.editBasis(admin, id, law))).toBe('bad_input')
  })

  test('one that is taken out is offered and warned of no more, and comes back by hand or when it is added again', async () => {
    const wording = 'Luật Cũ'
    const { id } = await access.admin.createBasis(admin, { ...law, wording })
    const inLibrary = async () => (await access.bases(writer)).some((basis) => basis.wording === wording)
    await access.admin.removeBasis(admin, id)
    expect([await inLibrary(), await access.removedBases(admin)]).toEqual([false, [{ id, wording }]])
    expect((await access.houseRules(writer)).bases?.some((basis) => basis.wording === wording)).toBe(false)
    expect(await outcome(access.admin.removeBasis(admin, id))).toBe('not_found')
    await access.admin.restoreBasis(admin, id)
    expect([await inLibrary(), await access.removedBases(admin)]).toEqual([true, []])
    await access.admin.removeBasis(admin, id)
    expect(await access.admin.createBasis(admin, { ...law, wording, validTo: '2020-01-01' })).toEqual({ id })
    expect(await access.removedBases(admin)).toEqual([])
    expect((await access.bases(admin)).find((basis) => basis.id === id)?.validTo).toBe('2020-01-01')
    expect(await outcome(access.admin.removeBasis(writer, id))).toBe('not_allowed')
    const elsewhere = { ...admin, agencyId: await office.makeAgency('tỉnh Nọ') }
    expect(await outcome(access.admin.removeBasis(elsewhere, id))).toBe('not_found')
  })

  test('the policy says what counts here; a rule that nobody knows is refused', async () => {
    await access.admin.setFormatPolicy(admin, { basis_ending: 'off', basis_outdated: 'fault' })
    const policy = { basis_ending: 'off', basis_outdated: 'fault' }
    expect((await access.houseRules(writer)).policy).toEqual(policy)
    expect(await outcome(access.admin.setFormatPolicy(admin, { made_up: 'off' }))).toBe('bad_input')
    expect((await access.houseRules(writer)).policy).toEqual(policy)
  })

  test('only an administrator changes either, and only of their own agency', async () => {
    expect(await outcome(access.admin.createBasis(writer, law))).toBe('not_allowed')
    expect(await outcome(access.admin.setFormatPolicy(writer, {}))).toBe('not_allowed')
    const [basis] = await access.bases(admin)
    const elsewhere = { ...admin, agencyId: await office.makeAgency('tỉnh Khác') }
    expect(await access.bases(elsewhere)).toEqual([])
    expect(await outcome(access.admin.editBasis(elsewhere, basis?.id ?? '', { ...law, wording: 'X' }))).toBe(
      'not_found',
    )
  })
})
