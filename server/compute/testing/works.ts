/** Works that misbehave, for the tests of the pool. */
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { runInNewContext } from 'node:vm'
import { AppError } from '../../../src/lib/errors.ts'
import { work } from '../contract.ts'

const bounds = { ms: 20_000, mb: 400 }
let count = 0

export const works = {
  echo: work(bounds, async () => (given: unknown) => given),
  refuse: work(bounds, async () => (character: string): never => {
    throw new AppError('typeset_failed', { character })
  }),
  fail: work(bounds, async () => (message: string): never => {
    throw new RangeError(message)
  }),
  ask: work(bounds, async () => (question: number, ask: (question: number) => Promise<number>) => ask(question)),
  burn: work(bounds, async () => (_: null): never => {
    for (;;);
  }),
  /** A regular expression that never ends: one call into native code. */
  burnNative: work(bounds, async () => (_: null) => runInNewContext(`/^(a+)+$/.test('${'a'.repeat(60)}!')`)),
  swell: work(bounds, async () => (mb: number) => megabytes(mb).length),
  hold: work(bounds, async () => async ({ mb, ms }: { mb: number; ms: number }) => {
    const held = megabytes(mb)
    await sleep(ms)
    return held.length
  }),
  large: work({ ...bounds, isAlone: true }, async () => async (ms: number) => {
    await sleep(ms)
    return process.pid
  }),
  crash: work(bounds, async () => (_: null) => process.abort()),
  count: work(bounds, async () => async (_: null) => {
    await sleep(50)
    return ++count
  }),
  look: work(bounds, async () => (_: null) => ({ names: Object.keys(process.env), priority: os.getPriority() })),
}

const megabytes = (mb: number) => Array.from({ length: mb }, () => Buffer.alloc(1024 * 1024, 1))
