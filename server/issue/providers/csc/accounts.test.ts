/** Tokens of somebody's own sign-in: used while they last, renewed without the person, asked for again when that is over. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Accounts, ownLogIn } from './accounts.ts'
import type { Account } from './oauth.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

/** A service that gives `next` once for each `refresh` that it knows. */
async function service(known: Record<string, string>) {
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const given = new URLSearchParams(text).get('refresh_token') ?? ''
      const next = known[given]
      delete known[given]
      response.writeHead(next ? 200 : 400, { 'content-type': 'application/json' })
      response.end(JSON.stringify(next ? { access_token: next, expires_in: 60 } : { error: 'invalid_grant' }))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => server.close())
  const tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
  return { tokenUrl, authorizeUrl: tokenUrl, clientId: 'a', clientSecret: 'b', version: 2 as const, byDetails: false }
}

function keeping(account: Account | null) {
  const kept = { account }
  const accounts: Accounts = {
    read: async () => kept.account,
    keep: async (_, given) => void (kept.account = given),
    forget: async () => void (kept.account = null),
  }
  return { kept, accounts }
}

const over = (refresh: string | null): Account => ({ bearer: 'old', untilMs: 0, refresh })
const said = async (asked: ReturnType<ReturnType<typeof ownLogIn>['logIn']>) => (await asked).said

test('one that lasts is used as it is', async () => {
  const { accounts } = keeping({ bearer: 'good', untilMs: Date.now() + 600_000, refresh: null })
  expect(await said(ownLogIn(await service({}), accounts).logIn('x'))).toMatchObject({ access_token: 'good' })
})

test('one that has ended is renewed, and what renews it stays where no other is given', async () => {
  const { accounts, kept } = keeping(over('r1'))
  expect(await said(ownLogIn(await service({ r1: 'new' }), accounts).logIn('x'))).toMatchObject({ access_token: 'new' })
  expect(kept.account).toMatchObject({ bearer: 'new', refresh: 'r1' })
})

test('who has nothing to renew it with signs in', async () => {
  for (const account of [null, over(null), over('unknown')]) {
    const { accounts } = keeping(account)
    const failure = ownLogIn(await service({}), accounts).logIn('x')
    await expect(failure).rejects.toMatchObject({ detail: { reason: 'service_sign_in' } })
  }
})

test('of two who renew it at once, the second takes what the first was given', async () => {
  const { accounts, kept } = keeping(over('r1'))
  const first = { bearer: 'first', untilMs: Date.now() + 60_000, refresh: 'r2' }
  const settings = await service({})
  const read = accounts.read
  let reads = 0
  accounts.read = async (userId) => {
    if (++reads === 2) kept.account = first
    return read(userId)
  }
  expect(await said(ownLogIn(settings, accounts).logIn('x'))).toMatchObject({ access_token: 'first' })
})

test('one that the service takes back is renewed at the next question', async () => {
  const { accounts } = keeping({ bearer: 'taken back', untilMs: Date.now() + 600_000, refresh: 'r1' })
  const own = ownLogIn(await service({ r1: 'new' }), accounts)
  await own.forget('x')
  expect(await said(own.logIn('x'))).toMatchObject({ access_token: 'new' })
})
