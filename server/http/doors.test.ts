import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { Doors, type Errand, lasts } from './doors.ts'

const LIMITS = { looks: 2, acts: 1, uploadBytes: 40, allUploadBytes: 100, waiting: 3, waitMs: 50, longWaitMs: 150 }
const LOOK: Errand = { is: 'look' }
const ACT: Errand = { is: 'act' }
const upload = (bytes: number): Errand => ({ is: 'upload', bytes })

/** What has come of an entry by the next turn of the event loop. */
function tried(entry: Promise<() => void>) {
  const state = { is: 'waits' as 'waits' | 'in' | 'refused', leave: () => {} }
  entry.then(
    (leave) => Object.assign(state, { is: 'in', leave }),
    () => Object.assign(state, { is: 'refused' }),
  )
  return state
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test("one person's requests wait for each other, in the order of coming, and nobody else does", async () => {
  const doors = new Doors(LIMITS)
  const mine = [0, 1, 2, 3].map(() => tried(doors.enter('a', LOOK)))
  const other = tried(doors.enter('b', LOOK))
  await turn()
  expect(mine.map(({ is }) => is)).toEqual(['in', 'in', 'waits', 'waits'])
  expect(other.is).toBe('in')
  mine[1]?.leave()
  mine[1]?.leave() // once is enough
  await turn()
  expect(mine.map(({ is }) => is)).toEqual(['in', 'in', 'in', 'waits'])
})

test('what changes something is counted by itself', async () => {
  const doors = new Doors(LIMITS)
  const [first, second, look] = [ACT, ACT, LOOK].map((errand) => tried(doors.enter('a', errand)))
  await turn()
  expect([first?.is, second?.is, look?.is]).toEqual(['in', 'waits', 'in'])
})

test('who waits too long, or behind too many, is told to come again', async () => {
  const doors = new Doors(LIMITS)
  const mine = [0, 1, 2, 3, 4, 5].map(() => tried(doors.enter('a', LOOK)))
  await turn()
  expect(mine.map(({ is }) => is)).toEqual(['in', 'in', 'waits', 'waits', 'waits', 'refused'])
  await expect(doors.enter('a', LOOK)).rejects.toMatchObject({ code: 'too_many_requests', detail: { seconds: 5 } })
  await new Promise((resolve) => setTimeout(resolve, 80))
  expect(mine.map(({ is }) => is)).toEqual(['in', 'in', 'refused', 'refused', 'refused', 'refused'])
  mine[0]?.leave()
  expect(tried(doors.enter('a', LOOK)).is).toBe('waits')
  await turn()
  expect(tried(doors.enter('b', LOOK)).is).toBe('waits')
})

test('what is known to take its time may wait for longer', async () => {
  const doors = new Doors(LIMITS)
  const first = tried(doors.enter('a', ACT))
  const [usual, signing] = [ACT, { ...ACT, isPatient: true } as const].map((errand) => tried(doors.enter('a', errand)))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect([first.is, usual?.is, signing?.is]).toEqual(['in', 'refused', 'waits'])
  first.leave()
  await turn()
  expect(signing?.is).toBe('in')
})

test('uploads are bounded in bytes, of each and of all together', async () => {
  const doors = new Doors(LIMITS)
  const whole = tried(doors.enter('a', upload(60))) // one alone may be as large as its route allows
  const more = tried(doors.enter('a', upload(1)))
  const [b, c] = ['b', 'c'].map((id) => tried(doors.enter(id, upload(30))))
  await turn()
  expect([whole.is, more.is, b?.is, c?.is]).toEqual(['in', 'waits', 'in', 'waits'])
  whole.leave()
  await turn()
  expect([more.is, c?.is]).toEqual(['in', 'in'])
})

test('what is still done behind an answer counts as under way, whether it fails or not', async () => {
  const doors = new Doors(LIMITS)
  let fail = (_: Error) => {}
  const long = new Promise<never>((_, reject) => (fail = reject))
  const given = await doors.through('a', ACT, async () => {
    lasts(long)
    return 'too late'
  })
  expect(given).toBe('too late')
  const next = tried(doors.enter('a', ACT))
  await turn()
  expect(next.is).toBe('waits')
  fail(new Error('broken'))
  await turn()
  expect(next.is).toBe('in')
})

test('an errand that fails makes room, too, and its failure is its own', async () => {
  const doors = new Doors(LIMITS)
  await expect(doors.through('a', ACT, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await turn()
  const next = tried(doors.enter('a', ACT))
  await turn()
  expect(next.is).toBe('in')
})

test('what was read for an errand is let go when it has ended, whatever it has left running', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let timer: NodeJS.Timeout | undefined
  const read = () => {
    const bytes = { length: 5_000_000 }
    timer = setTimeout(() => {}, 60_000)
    lasts(Promise.resolve(bytes))
    return Promise.resolve(new WeakRef(bytes))
  }
  const bytes = await new Doors(LIMITS).through('a', upload(5), read)
  await turn()
  collect()
  expect(bytes.deref()).toBeUndefined()
  clearTimeout(timer)
})
