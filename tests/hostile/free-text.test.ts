/**
 * Every text that a verb takes (IN-1): each field of each schema of the rooms is tried with letters that nobody sees. What a field
 * takes comes out without them, or is refused, or stands in the list below with its reason: a new field cannot forget it.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { UNSEEN } from '../../src/lib/document/letters.ts'

/** Where verbs of people are: not what services, files, other processes and our own tables say. */
const NOT_OF_PEOPLE = [
  /\/providers\//,
  /\/src\/lib\/document\//, // texts of documents have their own rule (letters.ts), suggestions theirs (suggest/normal.ts)
  /\/server\/(config|issue\/revision|versions\/(talk|index)|examine\/jobs)\.ts$/,
  /\/import\/shapes\.ts$/, // what a file says, cleaned as it is taken over
  /\.test\.ts$|\/testing\//,
]
const modules = import.meta.glob('/server/**/*.ts')

/** By the name of the field. */
const ALLOWED: Record<string, string> = {
  draftId: 'names a draft, or nothing',
  registerId: 'names a register, or nothing',
  entryId: 'names an entry, or nothing',
  code: 'is looked for, and kept nowhere',
  module: 'chooses one of what tokens say',
  serial: 'chooses one of what a file or a service says',
  keyId: 'chooses one of what tokens say',
  pin: 'is a secret, taken letter by letter',
  password: 'is a secret, taken letter by letter',
  present: 'is a secret, taken letter by letter',
  next: 'is a secret, taken letter by letter',
  bearer: 'is a token of a service, kept locked',
  refresh: 'is a token of a service, kept locked',
  note: 'of what the clerk has seen: compared, and kept nowhere',
  clause: 'names a clause of a version',
  text: 'of a passage whose author is asked for: compared, and kept nowhere',
  blocks: 'is a text as documents are read (document/read.ts)',
}

const objects: { file: string; object: z.ZodObject }[] = []
/** "/server/registry/start.ts", of the call that made it. */
const whereFrom = (stack: string) =>
  stack
    .split('\n')
    .map((line) => /(\/(?:server|src)\/[^:?)]+\.ts)/.exec(line)?.[1] ?? '')
    .find((file) => file !== '') ?? stack

beforeAll(async () => {
  vi.resetModules()
  vi.doMock('zod', async (original) => {
    const real = await original<typeof import('zod')>()
    const watched = (object: z.ZodObject): z.ZodObject => {
      objects.push({ file: whereFrom(new Error('here').stack ?? ''), object })
      const extend = object.extend.bind(object)
      return Object.assign(object, { extend: (shape: z.ZodRawShape) => watched(extend(shape)) })
    }
    const object = (...given: Parameters<typeof real.z.object>) => watched(real.z.object(...given))
    return { ...real, z: { ...real.z, object } }
  })
  for (const [file, load] of Object.entries(modules)) {
    if (NOT_OF_PEOPLE.some((pattern) => pattern.test(file))) continue
    if (!readFileSync(file.slice(1), 'utf8').includes("from 'zod'")) continue
    await load()
  }
}, 120_000)
afterAll(() => {
  vi.doUnmock('zod')
  vi.resetModules()
})

const PROBES = [
  'Ngày\u202E 12\u202C tháng',
  'Ngày\u200B12',
  'Ngày\uFEFF12',
  'Ngày\u00AD12',
  'Ngày\u2066 12\u2069',
  'Ngày \u{E0041}12',
  'Ngày \uF0B712',
  'Ngày \uE00012',
  'a\u202Eb',
  'a\u200Bb',
  'a\uE000b',
]
const isRiddle = (text: string) => UNSEEN.test(text) || /[\uE000-\uEFFF]/u.test(text) || text.includes('\uF0B7')

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/** The probe, and in a list or under a name: whatever the field takes of it. */
function lets(field: z.ZodType): string[] {
  return PROBES.filter((probe) =>
    [probe, [probe], { [probe]: probe }].some((given) => {
      const taken = field.safeParse(given)
      return taken.success && textsOf(taken.data).some(isRiddle)
    }),
  )
}

describe('letters that nobody sees', () => {
  test('come in by no field of a verb', () => {
    const ofPeople = objects.filter(({ file }) => !NOT_OF_PEOPLE.some((pattern) => pattern.test(file)))
    expect(ofPeople.length).toBeGreaterThan(60)
    const open = ofPeople.flatMap(({ file, object }) =>
      Object.entries(object.shape).flatMap(([name, field]) =>
        name in ALLOWED || lets(field as z.ZodType).length === 0 ? [] : [`${file} ${name}`],
      ),
    )
    expect([...new Set(open)]).toEqual([])
  })
})
