/** Keys at rest: locked with their PIN and a secret that is not in the database. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { and, eq, isNotNull } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { keySecrets, signingKeys } from '../../../server/database/tables.ts'
import { readKeySecret } from '../../../server/issue/keys/secret.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-secret-'))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await office.drop()
})
const { leader, clerk, db } = office
const issue = office.issueWith({ typeset: smallPdf })
const rowOf = async () => (await db.select().from(signingKeys).where(eq(signingKeys.userId, leader.id)))[0]

describe('a key that was brought in before keys were locked', () => {
  test('is locked at its next use with the right PIN, and signs as before', async () => {
    expect(await outcome(issue.keys.try(leader, 'own', '000000'))).toBe('wrong_pin')
    const before = await rowOf()
    expect(before).toMatchObject({ pkcs12: expect.any(Buffer), locked: null })
    await issue.keys.try(leader, 'own', SIGNER_PIN)
    const after = await rowOf()
    expect(after).toMatchObject({ pkcs12: null, locked: expect.any(Buffer) })
    expect(Buffer.from(after?.locked ?? []).includes(Buffer.from(before?.pkcs12 ?? []).subarray(40, 72))).toBe(false)

    const draft = await office.approvedDraft()
    const wrong = issue.finalize(leader, draft.id, { pin: '111111', step: draft.step })
    expect(await wrong.catch((failure: unknown) => failure)).toMatchObject({
      code: 'wrong_pin',
      detail: { remaining: 4 },
    })
    await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    await Promise.all([issue.keys.try(clerk, 'seal', SEAL_PIN), issue.keys.try(clerk, 'seal', SEAL_PIN)])
    await issue.seal(clerk, draft.id, { pin: SEAL_PIN })
    expect((await issue.status(clerk, draft.id)).steps.find(({ step }) => step === 'sealed')?.doneAt).not.toBeNull()
    const bare = await db
      .select()
      .from(signingKeys)
      .where(and(isNotNull(signingKeys.pkcs12), isNotNull(signingKeys.locked)))
    expect(bare).toEqual([])
  })

  test('under another secret it is no matter of the PIN, and no attempt is counted', async () => {
    const elsewhere = office.issueWith({
      typeset: smallPdf,
      keySecret: Buffer.from('another secret of thirty-two letters'),
    })
    const failure = await elsewhere.keys.try(leader, 'own', SIGNER_PIN).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'no_key', detail: { reason: 'unreadable' } })
    await issue.keys.try(leader, 'own', SIGNER_PIN)
  })
})

describe('the secret', () => {
  const file = path.join(folder, 'data', 'key-secret')
  const read = (given?: string) => readKeySecret(db, { given, dataDir: path.dirname(file) })

  test('is made once, for its owner’s eyes, and found again', async () => {
    const both = await Promise.all([read(), read()]) // of two that start at once in the same folder
    const first = { secret: both[0].secret, made: both.map(({ made }) => made).find(Boolean) }
    expect([first.made, both.filter(({ made }) => made).length, both[1].secret]).toEqual([file, 1, first.secret])
    expect(readdirSync(path.dirname(file))).toEqual(['key-secret'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = await read()
    expect(again).toEqual({ secret: first.secret, made: null })
    expect(await read(readFileSync(file, 'utf8').trim())).toEqual(again) // the same, from KEY_SECRET on another node
    const [known] = await db.select().from(keySecrets)
    expect(Buffer.from(known?.recognised ?? []).includes(Buffer.from(first.secret).subarray(0, 16))).toBe(false)
  })

  test('that is missing, empty or another stops the start, and says how to mend it', async () => {
    const kept = readFileSync(file, 'utf8')
    const said = async (given?: string) => String(await read(given).catch((error: unknown) => error))
    expect(await said('quite another secret of more than 32 letters')).toMatch(
      /another secret than that of KEY_SECRET.*Set KEY_SECRET/,
    )
    writeFileSync(file, '\n')
    expect(await said()).toMatch(/is empty/)
    writeFileSync(file, 'another one\n')
    expect(await said()).toMatch(/another secret than that of the file .*key-secret/)
    rmSync(file)
    expect(await said()).toMatch(/neither KEY_SECRET nor .*key-secret is there.*back from the backup/)
    writeFileSync(file, kept)
    expect((await read()).made).toBeNull()
  })
})
