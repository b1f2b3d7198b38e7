/** Signing services that lie, in every call, under the whole product: what is told, what is kept, and what gets into a file. */
import { X509Certificate } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { signingKeys, trustedAuthorities } from '../../../server/database/tables.ts'
import { openCsc } from '../../tools/csc.ts'
import { type Holder, makeAuthorityOf } from '../../tools/holders.ts'
import { openMySign } from '../../tools/mysign.ts'
import { type Fault as RemoteFault, FAULTS } from '../../tools/remote-service.ts'
import { openSmartCa } from '../../tools/smartca.ts'
import { ceremony } from './ceremony.ts'
import { type House, type Paper, signIn } from './house.ts'
import type { Part } from './part.ts'
import { stateOf } from './register.ts'

const SIGNER = 'binhnh'
const NAME = 'Nguyễn Hữu Bình'
const SUBSCRIBER = '014086000123'
/** A look comes each three seconds, and is tried again after the next three. */
const ANSWERED_WITHIN_MS = 12_000
const LOOKED_MS = 5_500
/** Waited for each time. */
const LOOKING_FAULTS: readonly RemoteFault[] = ['down', 'error', 'odd', 'unauthorised']

const authority = makeAuthorityOf('Nơi cấp của phép thử')
const holder = authority.issue(NAME)
const other = authority.issue('Người khác')

/** A service in small, and how one makes it fail: whatever it is called, its faults are in the same three places. */
interface Stand {
  name: string
  /** As in signing_keys. */
  provider: string
  serial: string
  env: Record<string, string>
  /** By the step that they spoil. */
  before: Spoilt[]
  asking: Spoilt[]
  looking: Spoilt[]
  /** The service's name for what it was asked last. */
  last(): string
  yes(): void
  no(): void
  expire(): void
  lie(value: (digest: Buffer, holder: Holder) => Uint8Array): void
  honest(): void
  close(): Promise<void>
}

interface Spoilt {
  name: string
  begin(): void
  end(): void
}

const spoilt = <C extends string, F extends string>(
  fail: (call: C, fault: F | null) => void,
  call: C,
  faults: readonly F[],
): Spoilt[] =>
  faults.map((fault) => ({ name: `${call}: ${fault}`, begin: () => fail(call, fault), end: () => fail(call, null) }))

async function openStands(): Promise<Stand[]> {
  const subscriber = { holder, authority: authority.der }
  const all = new Map([[SUBSCRIBER, subscriber]])
  const [smartCa, mySign, csc] = await Promise.all([openSmartCa(all), openMySign(all), openCsc(all, { version: 2 })])
  const ca = ['down', 'error', 'page', 'odd', 'huge', 'moved', 'credentials', 'status'] as const
  return [
    {
      ...{ name: 'SmartCA', provider: 'smartca', serial: `5401${SUBSCRIBER}` },
      env: {
        SMARTCA_URL: smartCa.settings.url,
        SMARTCA_SP_ID: smartCa.settings.spId,
        SMARTCA_SP_PASSWORD: smartCa.settings.spPassword,
      },
      before: spoilt(smartCa.fail, 'get_certificate', ca),
      asking: spoilt(smartCa.fail, 'sign', ca),
      looking: spoilt(smartCa.fail, 'status', ca),
      last: () => smartCa.last().transactionId,
      yes: () => void smartCa.confirm(),
      no: () => smartCa.say(smartCa.last(), { message: 'REJECTED' }),
      expire: () => smartCa.say(smartCa.last(), { message: 'EXPIRED' }),
      lie: (value) =>
        smartCa.say(smartCa.last(), {
          signature: Buffer.from(value(smartCa.last().digest, holder)).toString('base64'),
        }),
      honest: () => {},
      close: smartCa.close,
    },
    {
      ...{ name: 'MySign', provider: 'mysign', serial: `cred-${SUBSCRIBER}` },
      env: {
        MYSIGN_URL: mySign.settings.url,
        MYSIGN_CLIENT_ID: mySign.settings.clientId,
        MYSIGN_CLIENT_SECRET: mySign.settings.clientSecret,
        MYSIGN_PROFILE_ID: mySign.settings.profileId,
      },
      before: [...spoilt(mySign.fail, 'login', FAULTS), ...spoilt(mySign.fail, 'info', FAULTS)],
      asking: spoilt(mySign.fail, 'signHash', FAULTS),
      looking: spoilt(mySign.fail, 'status', LOOKING_FAULTS),
      last: () => mySign.last().id,
      yes: () => void mySign.confirm(),
      no: () => mySign.say({ status: '4002' }),
      expire: () => mySign.say({ status: '4001' }),
      lie: (value) => mySign.say({ value: value(mySign.last().digest, holder) }),
      honest: () => {},
      close: mySign.close,
    },
    {
      ...{ name: 'CSC v2', provider: 'csc', serial: `cred-${SUBSCRIBER}` },
      env: {
        CSC_URL: csc.settings.url,
        CSC_TOKEN_URL: csc.settings.tokenUrl,
        CSC_CLIENT_ID: csc.settings.clientId,
        CSC_CLIENT_SECRET: csc.settings.clientSecret,
      },
      before: spoilt(csc.fail, 'info', FAULTS),
      asking: spoilt(csc.fail, 'authorize', FAULTS),
      looking: [...spoilt(csc.fail, 'authorizeCheck', LOOKING_FAULTS), ...spoilt(csc.fail, 'signHash', LOOKING_FAULTS)],
      last: () => csc.last().id,
      yes: () => csc.say('yes'),
      no: () => csc.say('no'),
      expire: () => csc.say('late'),
      lie(value) {
        csc.lie = value
        csc.say('yes')
      },
      honest: () => void (csc.lie = null),
      close: csc.close,
    },
  ]
}

let stands: Stand[] = []

export const providers: Part = {
  name: 'providers',
  async settings() {
    stands = await openStands()
    return Object.assign({}, ...stands.map(({ env }) => env)) as Record<string, string>
  },
  async lines(house, say) {
    let tried = 0
    let wrong = 0
    await house.db.insert(trustedAuthorities).values({ name: 'Nơi cấp của phép thử', certificatePem: authority.pem })
    for (const stand of stands) {
      const trials = trialsOf(await theatre(house, stand))
      for (const [name, trial] of trials) {
        tried++
        const found = await trial()
        if (found === null) continue
        wrong++
        say(`${stand.name}, ${name}: ${found}`)
      }
      await stand.close()
    }
    if (wrong > 0) process.exitCode = 1
    return [`providers: ${tried} faults tried, ${wrong} wrong answers`]
  },
}

type Theatre = Awaited<ReturnType<typeof theatre>>

async function theatre(house: House, service: Stand) {
  const [node] = house.nodes
  const cookie = await signIn(node, SIGNER)
  const { id: userId, agencyId } = house.staff[SIGNER]
  const certificate = new X509Certificate(holder.certificate)
  const [key] = await house.db
    .insert(signingKeys)
    .values({
      ...{ agencyId, userId, provider: service.provider, place: { userId: SUBSCRIBER, serial: service.serial } },
      ...{ certificatePem: certificate.toString(), chainPem: authority.pem, subject: NAME },
      serial: certificate.serialNumber,
      ...{ validFrom: new Date(Date.now() - 1_000), validTo: new Date(Date.now() + 1e10) },
    })
    .returning({ id: signingKeys.id })
  if (!key) throw new Error('no key')
  const how = { keyId: key.id }
  const one = async (): Promise<Paper> => {
    const [paper] = await house.papers(SIGNER, 1, 2)
    if (!paper) throw new Error('no paper')
    return paper
  }
  const state = async (paper: Paper) => (await stateOf(house, [paper])).get(paper.id)
  return {
    service,
    one,
    state,
    finalize: (paper: Paper) => ceremony(node, cookie, paper, { act: 'finalize', how }),
    resume: (paper: Paper) => ceremony(node, cookie, paper, { act: 'resume', how }),
    /** Of the last request: how it ended, and whether its answer was kept. */
    async request(paper: Paper) {
      const { rows } = await house.pool.query<{ state: string; error: string; kept: boolean }>(
        'select state, error, answer is not null as kept from signing_requests where draft_id = $1 order by asked_at desc limit 1',
        [paper.id],
      )
      return rows[0]
    },
    async files(paper: Paper): Promise<string> {
      const { rows } = await house.pool.query<{ kind: string }>(
        'select kind from issued_files where draft_id = $1 order by kind',
        [paper.id],
      )
      return rows.map(({ kind }) => kind).join(' ')
    },
    async until(paper: Paper, wanted: string): Promise<boolean> {
      for (const end = Date.now() + ANSWERED_WITHIN_MS; Date.now() < end; await sleep(200))
        if ((await state(paper))?.state === wanted) return true
      return false
    },
    /** The service calls: its name for a request, and nothing else that anybody would believe. */
    async webhook(name: string): Promise<number> {
      const body = JSON.stringify({ transaction_id: name })
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${node.url}/signing/webhook/smartca`, { method: 'POST', headers, body })).status
    },
    cancel: (paper: Paper) =>
      house.pool.query(`update signing_requests set state = 'cancelled', ended_at = now() where draft_id = $1`, [
        paper.id,
      ]),
  }
}

type Trial = readonly [name: string, trial: () => Promise<string | null>]

/** Each gives null where all is as it should be, else what is not. */
function trialsOf(theatre: Theatre): Trial[] {
  const { service, one, state, finalize, resume, request, files, until, webhook, cancel } = theatre
  const before = service.before.map(({ name, begin, end }): Trial => [
    `before the freeze, ${name}`,
    async () => {
      const paper = await one()
      begin()
      const { failed } = await finalize(paper)
      end()
      const now = await state(paper)
      return failed === 'key_unreachable' && now?.state === 'approved' && now.number === null
        ? null
        : `${failed}, ${now?.state}`
    },
  ])
  const asking = service.asking.map(({ name, begin, end }): Trial => [
    `asking, ${name}`,
    async () => {
      const paper = await one()
      begin()
      const { failed } = await finalize(paper)
      end()
      const number = (await state(paper))?.number
      if (failed !== 'key_unreachable' || number === null) return `${failed}`
      await resume(paper)
      service.yes()
      if (!(await until(paper, 'signed'))) return 'not signed afterwards'
      return (await state(paper))?.number === number ? null : 'another number'
    },
  ])
  const looking = service.looking.map(({ name, begin, end }): Trial => [
    `looking, ${name}`,
    async () => {
      const paper = await one()
      await finalize(paper)
      begin()
      service.yes()
      await sleep(LOOKED_MS)
      const waits = (await request(paper))?.state
      end()
      if (waits !== 'waiting') return `it does not wait on: ${waits}`
      return (await until(paper, 'signed')) ? null : 'not signed afterwards'
    },
  ])
  const values: Record<string, (digest: Buffer) => Uint8Array> = {
    'a value of another key': (digest) => other.signDigest(digest),
    'a value over another digest': () => holder.signDigest(Buffer.alloc(32)),
    'a CMS in place of the value': () => Buffer.from('308006092a864886f70d010702a080', 'hex'),
    'words in place of the value': () => Buffer.from('xin chào'),
  }
  const lying = Object.entries(values).map(([name, value]): Trial => [
    name,
    async () => {
      const paper = await one()
      await finalize(paper)
      service.lie(value)
      await sleep(LOOKED_MS)
      service.honest()
      const ended = await request(paper)
      const kept = ended?.error === 'wrong_signature' && ended.kept && (await files(paper)) === 'pdf'
      return kept ? null : JSON.stringify(ended)
    },
  ])
  const saying = (['refused', 'expired'] as const).map((is): Trial => [
    is,
    async () => {
      const paper = await one()
      await finalize(paper)
      if (is === 'refused') service.no()
      else service.expire()
      await sleep(LOOKED_MS)
      const ended = await request(paper)
      if (ended?.state !== is) return JSON.stringify(ended)
      await resume(paper)
      service.yes()
      return (await until(paper, 'signed')) ? null : 'not signed afterwards'
    },
  ])
  const late: Trial = [
    'an answer after the request was cancelled',
    async () => {
      const paper = await one()
      await finalize(paper)
      await cancel(paper)
      service.yes()
      for (const end = Date.now() + 40_000; Date.now() < end && !(await request(paper))?.kept;) await sleep(500)
      const kept = (await request(paper))?.kept && (await files(paper)) === 'pdf'
      return kept ? null : 'it was lost, or got into a file'
    },
  ]
  const called = (name: string, calls: () => string[], wanted: string): Trial => [
    name,
    async () => {
      const paper = await one()
      await finalize(paper)
      if (wanted === 'signed') service.yes()
      const told = await Promise.all(calls().map(webhook))
      if (told.some((status) => status !== 204)) return `the webhook says ${told.join(', ')}`
      if (!(await until(paper, wanted))) return `not ${wanted}`
      await Promise.all(calls().map(webhook)) // late
      await sleep(LOOKED_MS)
      if ((await state(paper))?.state !== wanted) return 'something else afterwards'
      return (await files(paper)) === (wanted === 'signed' ? 'pdf pdf-signed' : 'pdf') ? null : await files(paper)
    },
  ]
  const webhooks = [
    called(
      'a webhook that comes twice, and once more when all is over',
      () => [service.last(), service.last()],
      'signed',
    ),
    called('a webhook that nobody asked for', () => [crypto.randomUUID(), "' or true --"], 'finalizing'),
  ]
  return [...before, ...asking, ...looking, ...lying, ...saying, ...webhooks, late]
}
