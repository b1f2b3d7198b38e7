/** To look at a long text takes a second: nobody may hold a draft's row, and a connection, for so long (BUDGET-1). */
import { afterAll, expect, test } from 'vitest'
import type { Examine } from '../../../server/examine/works.ts'
import { examineHere } from '../setup/examine.ts'
import { freshOffice } from '../setup/office.ts'

const looks: string[] = []
const draw: Examine['draw'] = async (...asked) => {
  looks.push(await office.pool.query('select 1 from drafts for update nowait').then(() => 'free', String))
  return examineHere.draw(...asked)
}
const office = await freshOffice({ ...examineHere, draw })
afterAll(office.drop)

test('what is submitted, passed on and approved is looked at before anything is locked', async () => {
  const { drafts, collab, pool } = office
  const [owner, reviewer, leader] = await Promise.all(
    (['specialist', 'reviewer', 'leader'] as const).map((role) => office.person([role])),
  )
  if (!owner || !reviewer || !leader) throw new Error('nobody is there')
  const line = {
    type: 'textblock',
    content: [{ type: 'text', text: 'Giao Sở Tài chính chủ trì thực hiện. '.repeat(20) }],
  }
  const blocks = JSON.stringify(Array.from({ length: 100 }, () => line))
  const { id: draftId } = await drafts.create(owner, { kind: 'cong-van', text: { fields: {}, blocks } })
  expect((await collab.readNow(draftId)).length).toBeGreaterThan(16 * 1024)

  await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
  await drafts.pass(reviewer, { draftId, step: 1, toId: leader.id, as: 'leader' })
  await drafts.approve(leader, { draftId, step: 2 })
  expect(looks).toEqual(['free', 'free', 'free'])
  expect((await pool.query('select state from drafts')).rows).toEqual([{ state: 'approved' }])
})
