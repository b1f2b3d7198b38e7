/** A signing service that lies, in every call, under the whole product: what is told, what is kept, and what gets into a file. */
import { X509Certificate } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { signingKeys, trustedAuthorities } from '../../../server/database/tables.ts'
import { makeAuthorityOf } from '../../tools/holders.ts'
import { type Fault, openSmartCa, type SmartCa } from '../../tools/smartca.ts'
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
const FAULTS: readonly Fault[] = ['down', 'error', 'page', 'odd', 'huge', 'moved', 'credentials', 'status']

const authority = makeAuthorityOf('Nơi cấp của phép thử')
const holder = authority.issue(NAME)
const other = authority.issue('Người khác')
let service: SmartCa | undefined

export const providers: Part = {
  name: 'providers',
  async settings() {
    service = await openSmartCa(new Map([[SUBSCRIBER, { holder, authority: authority.der }]]))
    const { url, spId, spPassword } = service.settings
    return { SMARTCA_URL: url, SMARTCA_SP_ID: spId, SMARTCA_SP_PASSWORD: spPassword }
  },
  async lines(house, say) {
    if (!service) throw new Error('the service is not there')
    const trials = trialsOf(await theatre(house, service))
    let wrong = 0
    for (const [name, trial] of trials) {
      const found = await trial()
      if (found === null) continue
      wrong++
      say(`${name}: ${found}`)
    }
    await service.close()
    if (wrong > 0) process.exitCode = 1
    return [`providers: ${trials.length} faults tried, ${wrong} wrong answers`]
  },
}

type Theatre = Awaited<ReturnType<typeof theatre>>

async function theatre(house: House, service: SmartCa) {
  const [node] = house.nodes
  const cookie = await signIn(node, SIGNER)
  const { id: userId, agencyId } = house.staff[SIGNER]
  const certificate = new X509Certificate(holder.certificate)
  await house.db.insert(trustedAuthorities).values({ name: 'Nơi cấp của phép thử', certificatePem: authority.pem })
  const [key] = await house.db
    .insert(signingKeys)
    .values({
      ...{ agencyId, userId, provider: 'smartca', place: { userId: SUBSCRIBER, serial: `5401${SUBSCRIBER}` } },
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
    cancel: (paper: Paper) =>
      house.pool.query(`update signing_requests set state = 'cancelled', ended_at = now() where draft_id = $1`, [
        paper.id,
      ]),
  }
}

/** Each gives null where all is as it should be, else what is not. */
function trialsOf({ service, one, state, finalize, resume, request, files, until, cancel }: Theatre) {
  const before = FAULTS.map(
    (fault) =>
      [
        `certificate: ${fault}`,
        async () => {
          const paper = await one()
          service.fail('get_certificate', fault)
          const { failed } = await finalize(paper)
          service.fail('get_certificate', null)
          const now = await state(paper)
          return failed === 'key_unreachable' && now?.state === 'approved' && now.number === null
            ? null
            : `${failed}, ${now?.state}`
        },
      ] as const,
  )
  const asking = FAULTS.map(
    (fault) =>
      [
        `asking: ${fault}`,
        async () => {
          const paper = await one()
          service.fail('sign', fault)
          const { failed } = await finalize(paper)
          service.fail('sign', null)
          const number = (await state(paper))?.number
          if (failed !== 'key_unreachable' || number === null) return `${failed}`
          await resume(paper)
          service.confirm()
          if (!(await until(paper, 'signed'))) return 'not signed afterwards'
          return (await state(paper))?.number === number ? null : 'another number'
        },
      ] as const,
  )
  const looking = FAULTS.map(
    (fault) =>
      [
        `looking: ${fault}`,
        async () => {
          const paper = await one()
          await finalize(paper)
          service.fail('status', fault)
          service.confirm()
          await sleep(LOOKED_MS)
          const waits = (await request(paper))?.state
          service.fail('status', null)
          if (waits !== 'waiting') return `it does not wait on: ${waits}`
          return (await until(paper, 'signed')) ? null : 'not signed afterwards'
        },
      ] as const,
  )
  const values: Record<string, () => Uint8Array> = {
    'a value of another key': () => other.signDigest(service.last().digest),
    'a value over another digest': () => holder.signDigest(Buffer.alloc(32)),
    'a CMS in place of the value': () => Buffer.from('308006092a864886f70d010702a080', 'hex'),
    'words in place of the value': () => Buffer.from('xin chào'),
  }
  const lying = Object.entries(values).map(
    ([name, value]) =>
      [
        name,
        async () => {
          const paper = await one()
          await finalize(paper)
          service.say(service.last(), { signature: Buffer.from(value()).toString('base64') })
          await sleep(LOOKED_MS)
          const ended = await request(paper)
          const kept = ended?.error === 'wrong_signature' && ended.kept && (await files(paper)) === 'pdf'
          return kept ? null : JSON.stringify(ended)
        },
      ] as const,
  )
  const saying = ['EXPIRED', 'REJECTED'].map(
    (message) =>
      [
        message,
        async () => {
          const paper = await one()
          await finalize(paper)
          service.say(service.last(), { message })
          await sleep(LOOKED_MS)
          const ended = await request(paper)
          if (ended?.state !== (message === 'EXPIRED' ? 'expired' : 'refused')) return JSON.stringify(ended)
          await resume(paper)
          service.confirm()
          return (await until(paper, 'signed')) ? null : 'not signed afterwards'
        },
      ] as const,
  )
  const late = [
    'an answer after the request was cancelled',
    async () => {
      const paper = await one()
      await finalize(paper)
      await cancel(paper)
      service.confirm()
      for (const end = Date.now() + 40_000; Date.now() < end && !(await request(paper))?.kept;) await sleep(500)
      const kept = (await request(paper))?.kept && (await files(paper)) === 'pdf'
      return kept ? null : 'it was lost, or got into a file'
    },
  ] as const
  return [...before, ...asking, ...looking, ...lying, ...saying, late]
}
