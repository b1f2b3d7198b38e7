import { execFileSync, spawnSync } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { bundled } from '../../tests/tools/programs.ts'
import { createPool, type PoolLimits } from './pool.ts'
import { works } from './testing/works.ts'

vi.setConfig({ testTimeout: 60_000 }) // processes are started at low priority
const TESTING = path.join('server', 'compute', 'testing')
const ENTRY = await bundled(path.join(TESTING, 'worker.ts'))
const open: { close(): Promise<void> }[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((pool) => pool.close()))))

function poolOf(limits: Partial<PoolLimits> = {}) {
  const pool = createPool({ root: process.cwd(), works, log: pino({ level: 'silent' }), limits, entry: ENTRY })
  open.push(pool)
  return pool
}

const answer = { urgency: 'answer' } as const

test('gives back what a process made of bytes, maps and sets', async () => {
  const given = { bytes: new Uint8Array([1, 2, 3]), map: new Map([['a', new Set([1])]]) }
  expect(await poolOf().do.echo(given, answer)).toEqual(given)
})

test('an expected failure keeps its code, any other its message', async () => {
  const pool = poolOf()
  await expect(pool.do.refuse('x', answer)).rejects.toMatchObject({
    code: 'typeset_failed',
    detail: { character: 'x' },
  })
  await expect(pool.do.fail('why', answer)).rejects.toMatchObject({ name: 'RangeError', message: 'fail: why' })
})

test('a process asks for what it lacks, and a refusal to answer is what the asker hears', async () => {
  const pool = poolOf()
  expect(await pool.do.ask(2, answer, async (question) => question + 40)).toBe(42)
  const refused = pool.do.ask(2, answer, async () => {
    throw new Error('no such image')
  })
  await expect(refused).rejects.toThrow('no such image')
  expect(await pool.do.echo('goes on', answer)).toBe('goes on')
})

test('of a kind that takes what all have together, one is done at a time; others go on beside it', async () => {
  const pool = poolOf({ processes: 3 })
  const busy = () => pool.processes().filter(({ isBusy }) => isBusy).length
  const asking = (person: string) => pool.do.large(400, { ...answer, person })
  const both = Promise.all([asking('a'), asking('b')])
  let most = 0
  const looking = setInterval(() => (most = Math.max(most, busy())), 10)
  await both
  clearInterval(looking)
  expect(most).toBe(1)
  const large = asking('c')
  expect(await pool.do.echo('beside', { ...answer, person: 'd' })).toBe('beside')
  await large
})

describe('what does not end', () => {
  test('is killed at its deadline, native code too; the next order finds a fresh process', async () => {
    const pool = poolOf()
    await pool.do.echo('warm', answer)
    const [first] = pool.processes()
    await expect(pool.do.burn(null, { ...answer, ms: 300 })).rejects.toMatchObject({
      code: 'too_heavy',
      detail: { reason: 'late' },
    })
    expect(isThere(first?.pid)).toBe(false)
    expect(await pool.do.echo('again', answer)).toBe('again')
    await expect(pool.do.burnNative(null, { ...answer, ms: 300 })).rejects.toMatchObject({ code: 'too_heavy' })
  })

  test('never holds the thread that asked', async () => {
    const pool = poolOf()
    const burning = pool.do.burn(null, { ...answer, ms: 1_500 }).catch(() => {})
    const waits: number[] = []
    for (let n = 0; n < 20; n++) {
      const from = performance.now()
      await sleep(20)
      waits.push(performance.now() - from)
    }
    await burning
    expect(Math.max(...waits)).toBeLessThan(500)
  })

  test('is not tried again for a while, and other texts are', async () => {
    const pool = poolOf({ brokenMs: 800 })
    const bad = { ...answer, text: 'bad', ms: 200 }
    await expect(pool.do.burn(null, bad)).rejects.toMatchObject({ detail: { reason: 'late' } })
    const from = performance.now()
    await expect(pool.do.burn(null, bad)).rejects.toMatchObject({ detail: { reason: 'again' } })
    expect(performance.now() - from).toBeLessThan(100)
    expect(await pool.do.echo(1, { ...answer, text: 'bad' })).toBe(1) // this kind of work never broke on it
    await sleep(900)
    await expect(pool.do.burn(null, bad)).rejects.toMatchObject({ detail: { reason: 'late' } })
  })

  test('nor by those who waited with it already', async () => {
    const pool = poolOf()
    const bad = { ...answer, person: 'a', text: 'bad', ms: 400 }
    const told = await Promise.allSettled([1, 2, 3].map(() => pool.do.burn(null, bad)))
    const reasons = told.map((one) => (one.status === 'rejected' ? (one.reason as { detail: unknown }).detail : null))
    expect(reasons).toEqual([{ reason: 'late' }, { reason: 'again' }, { reason: 'again' }])
  })
})

test('what takes too much memory is killed', async () => {
  const pool = poolOf()
  await expect(pool.do.swell(2_000, answer)).rejects.toMatchObject({ detail: { reason: 'memory' } })
  expect(await pool.do.echo(1, answer)).toBe(1)
})

test('all processes together have a bound: the largest goes', async () => {
  const pool = poolOf({ mostMb: 300 })
  const small = pool.do.hold({ mb: 20, ms: 6_000 }, { ...answer, person: 'a' })
  const large = pool.do.hold({ mb: 240, ms: 6_000 }, { ...answer, person: 'b' })
  await expect(large).rejects.toMatchObject({ detail: { reason: 'memory' } })
  expect(await small).toBe(20)
})

test('nor does the process of a signer go while another can', async () => {
  const pool = poolOf({ mostMb: 300 })
  const signing = pool.do.hold({ mb: 160, ms: 6_000 }, { urgency: 'sign', person: 'a' })
  const looking = pool.do.hold({ mb: 100, ms: 6_000 }, { urgency: 'look', person: 'b' })
  await expect(looking).rejects.toMatchObject({ detail: { reason: 'memory' } })
  expect(await signing).toBe(160)
})

test('a process that ends by itself is told as such', async () => {
  const pool = poolOf()
  await expect(pool.do.crash(null, answer)).rejects.toMatchObject({ detail: { reason: 'crashed' } })
  expect(await pool.do.echo(1, answer)).toBe(1)
})

test('a process that cannot start fails those who wait instead of being started for ever', async () => {
  const pool = createPool({ root: process.cwd(), works, log: pino({ level: 'silent' }), entry: 'nowhere.ts' })
  open.push(pool)
  await expect(pool.do.echo(1, answer)).rejects.toThrow('did not start')
})

describe('fairness', () => {
  test('many looks of one person do not make a signer wait', async () => {
    const pool = poolOf({ waitingEach: 100 })
    await pool.do.echo('warm', answer)
    const done: string[] = []
    const looks = Array.from({ length: 40 }, (_, n) =>
      pool.do
        .hold({ mb: 0, ms: 50 }, { urgency: 'look', person: 'greedy', about: `${n}` })
        .then(() => done.push('look')),
    )
    await pool.do.hold({ mb: 0, ms: 1 }, { urgency: 'sign', person: 'chairman' }).then(() => done.push('sign'))
    expect(done.length).toBeLessThan(30)
    await Promise.all(looks)
    expect(done).toHaveLength(41)
  })

  test('each person has a turn after the other', async () => {
    const pool = poolOf({ waitingEach: 100, processes: 2 })
    await pool.do.echo('warm', answer)
    const done: string[] = []
    const ask = (person: string) => pool.do.hold({ mb: 0, ms: 5 }, { ...answer, person }).then(() => done.push(person))
    await Promise.all([...Array.from({ length: 8 }, () => ask('a')), ask('b'), ask('c')])
    expect(done.slice(0, 4)).toEqual(expect.arrayContaining(['b', 'c']))
  })

  test('a person who asks for too much at once is told to wait', async () => {
    const pool = poolOf({ waitingEach: 2 })
    const ask = () => pool.do.hold({ mb: 0, ms: 20 }, { ...answer, person: 'a' })
    const asked = await Promise.allSettled([ask(), ask(), ask(), ask()])
    expect(asked.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
    const refused = asked.find((one) => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'too_many_requests' })
  })

  test('a process stays free for who signs while others burn', async () => {
    const pool = poolOf()
    await pool.do.echo('warm', answer)
    const burning = ['a', 'b', 'c', 'd'].map((person) =>
      pool.do.burn(null, { ...answer, person, ms: 4_000 }).catch(() => person),
    )
    const first = await Promise.race([
      pool.do.echo('signed', { urgency: 'sign', person: 'chairman' }),
      Promise.race(burning),
    ])
    expect(first).toBe('signed')
  }, 30_000)

  test.each(['look', 'answer'] as const)('who has waited too long is refused: %s', async (urgency) => {
    const pool = poolOf({ lookWaitsMs: 200, answerWaitsMs: 200, processes: 2 })
    const burning = pool.do.burn(null, { ...answer, person: 'a', ms: 1_000 }).catch(() => {})
    await expect(pool.do.echo(1, { urgency, person: 'b' })).rejects.toMatchObject({ code: 'too_many_requests' })
    await burning
  })
})

describe('what is asked twice', () => {
  test('is done once', async () => {
    const pool = poolOf()
    const same = { ...answer, same: 'draft 1 as of now' }
    const counts = await Promise.all([1, 2, 3].map((n) => pool.do.count(null, { ...same, person: `${n}` })))
    expect(counts).toEqual([1, 1, 1])
    expect(await pool.do.count(null, same)).toBe(2) // later it is another question
  })

  test('a newer look at a draft takes the place of the one that waits, and both askers see it', async () => {
    const pool = poolOf({ processes: 2 })
    const burning = pool.do.hold({ mb: 0, ms: 800 }, answer)
    const look = { urgency: 'look', person: 'a', about: 'draft' } as const
    const seen = await Promise.all(['old', 'newer', 'newest'].map((text) => pool.do.echo(text, look)))
    expect(seen).toEqual(['newest', 'newest', 'newest'])
    await burning
  })
})

test('who takes back what has not begun is not waited for', async () => {
  const pool = poolOf({ processes: 2 })
  const holding = pool.do.hold({ mb: 0, ms: 300 }, answer)
  const stop = new AbortController()
  const taken = pool.do.echo(1, { ...answer, signal: stop.signal })
  stop.abort()
  await expect(taken).rejects.toThrow(/abort/i)
  await holding
})

test('idle processes go, and memory with them', async () => {
  const pool = poolOf({ spareMs: 100, lastMs: 300 })
  await pool.do.echo(1, answer)
  expect(pool.processes()).toHaveLength(1)
  await expect.poll(() => pool.processes().length, { timeout: 5_000 }).toBe(0)
  expect(await pool.do.echo(2, answer)).toBe(2)
})

test('one process stays warm while people are at work', async () => {
  const limits = { spareMs: 100, lastMs: 300 }
  const log = pino({ level: 'silent' })
  const pool = createPool({ root: process.cwd(), works, log, limits, entry: ENTRY, isNeeded: () => true })
  open.push(pool)
  await pool.do.echo(1, answer)
  await sleep(1_500)
  expect(pool.processes()).toHaveLength(1)
})

test('one that has grown is not used again', async () => {
  const pool = poolOf({ keepMb: 30 })
  await pool.do.echo(1, answer)
  await expect.poll(() => pool.processes().length, { timeout: 5_000 }).toBe(0)
})

test('close ends all at once, whatever they do, and who waits is told', async () => {
  const pool = poolOf()
  await pool.do.echo(1, answer)
  const asked = [pool.do.burnNative(null, answer), pool.do.echo(2, { ...answer, person: 'b' })]
  const told = Promise.allSettled(asked)
  const pids = pool.processes().map(({ pid }) => pid)
  const from = performance.now()
  await pool.close()
  expect(performance.now() - from).toBeLessThan(5_000)
  expect(pids.some(isThere)).toBe(false)
  for (const one of await told) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'unavailable' })
  await expect(pool.do.echo(1, answer)).rejects.toMatchObject({ code: 'unavailable' })
})

test('a process knows no secret of the program and stands behind it in line for the cores', async () => {
  process.env.DATABASE_URL = 'postgres://secret'
  const seen = await poolOf().do.look(null, answer)
  delete process.env.DATABASE_URL
  expect(seen.names).not.toContain('DATABASE_URL')
  expect(seen.priority).toBeGreaterThan(0)
})

test.runIf(process.platform === 'linux')('one deep in native code ends with its parent', async () => {
  const script = path.join(TESTING, 'dies.ts')
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, ENTRY], { encoding: 'utf8' })
  const pid = Number(stdout)
  expect(pid).toBeGreaterThan(0)
  await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false)
})

/** A zombie that nobody has buried yet is gone too. */
function isThere(pid: number | undefined): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return state !== '' && !state.startsWith('Z')
  } catch {
    return false
  }
}
