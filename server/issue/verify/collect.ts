/** Asks authorities about the revocation of certificates, at the addresses that the certificates name. */
import { randomBytes, X509Certificate } from 'node:crypto'
import type { ArchiveFault } from '../../../src/lib/vocabulary.ts'
import type { Ground } from '../ground.ts'
import { fetchBytes, FetchFailure } from '../pki/fetch.ts'
import { nameParts } from '../pki/names.ts'
import type { Finding } from '../pki/revocation.ts'
import { ocspRequest, sourcesOf } from '../pki/revocation.ts'
import type { Missing } from './assess.ts'

export interface Collected {
  ocsps: Uint8Array[]
  lists: Uint8Array[]
  /** What could not be had, the first of it; null when everything was. */
  fault: { reason: Exclude<ArchiveFault, 'no_tsa' | 'no_stamp'>; about: string } | null
}

const MOST_OCSP_BYTES = 64 * 1024
const OCSP_MS = 10_000
/** While somebody waits to sign. */
const OCSP_IN_A_HURRY_MS = 2_000
/** Read to know whether somebody stands in it; how much is kept is another matter. */
const MOST_LIST_BYTES = 32 * 1024 * 1024
const LIST_MS = 60_000
/** Every paper of the office would carry it. */
export const MOST_KEPT_LIST_BYTES = 2 * 1024 * 1024

type Asker = Pick<Ground, 'weighAnswer' | 'pkiHosts' | 'now'>
type Answer = { kind: 'ocsps' | 'lists'; bytes: Uint8Array; finding: Finding }

/**
 * One after the other: these are others' servers. What serves one certificate serves the next as well. `isHurried`: OCSP alone, and
 * no longer than a person waits.
 */
export async function collect(
  ground: Asker,
  missing: readonly Missing[],
  { isHurried = false } = {},
): Promise<Collected> {
  const collected: Collected = { ocsps: [], lists: [], fault: null }
  const lists = new Map<string, Uint8Array>()
  const silent = new Set<string>()
  for (const one of missing) {
    const answer = await askFor(ground, one, { lists: isHurried ? null : lists, silent })
    if ('reason' in answer) {
      // That somebody is revoked is worth more than that somebody does not answer.
      if (!collected.fault || answer.reason === 'revoked') collected.fault = answer
    } else if (!collected[answer.kind].includes(answer.bytes)) collected[answer.kind].push(answer.bytes)
  }
  return collected
}

interface Asking {
  /** By address, as they were fetched; null where none may be. */
  lists: Map<string, Uint8Array> | null
  /** Addresses that have given no answer in their time: they are not waited for again for each certificate of a paper. */
  silent: Set<string>
}

async function askFor(
  ground: Asker,
  { certificate, issuer }: Missing,
  { lists, silent }: Asking,
): Promise<Answer | NonNullable<Collected['fault']>> {
  const [own, above] = [new X509Certificate(certificate), new X509Certificate(issuer)]
  const sources = sourcesOf(own)
  const named = nameParts(own.subject).get('CN') ?? own.serialNumber
  if (sources.ocsp.length + sources.lists.length === 0) return { reason: 'no_source', about: named }
  let failed = ''
  /** The first that answers; `failed` says why another did not. */
  const first = async (addresses: string[], ask: (address: string) => Promise<Answer | string>) => {
    for (const address of addresses) {
      const host = hostOf(address)
      const answer = silent.has(address) ? 'slow' : await ask(address).catch(faultOf)
      if (typeof answer !== 'string') return { answer, host }
      if (answer === 'slow') silent.add(address)
      failed = `${host}: ${answer}`
    }
    return null
  }
  const ms = lists ? OCSP_MS : OCSP_IN_A_HURRY_MS
  const told = await first(sources.ocsp, (address) => askOcsp(ground, address, own, above, ms))
  if (told) return judged(told.answer, named)
  const listed = lists && (await first(sources.lists, (address) => askList(ground, address, own, above, lists)))
  if (!listed) return { reason: 'no_answer', about: failed }
  const { answer, host } = listed
  if (answer.finding.state === 'good' && answer.bytes.length > MOST_KEPT_LIST_BYTES)
    return { reason: 'too_large', about: host }
  return judged(answer, named)
}

function judged(answer: Answer, named: string): Answer | NonNullable<Collected['fault']> {
  return answer.finding.state === 'revoked' ? { reason: 'revoked', about: named } : answer
}

async function askOcsp(
  ground: Asker,
  address: string,
  own: X509Certificate,
  above: X509Certificate,
  ms: number,
): Promise<Answer | string> {
  const nonce = randomBytes(16)
  const request = await ocspRequest(own, above, nonce)
  const body = { bytes: request, type: 'application/ocsp-request' }
  const bytes = await fetchBytes(address, { body, mostBytes: MOST_OCSP_BYTES, ms, allowed: ground.pkiHosts })
  const finding = await weigh(ground, { kind: 'ocsp', bytes, own, above, nonce })
  return typeof finding === 'string' ? finding : { kind: 'ocsps', bytes, finding }
}

async function askList(
  ground: Asker,
  address: string,
  own: X509Certificate,
  above: X509Certificate,
  lists: Map<string, Uint8Array>,
): Promise<Answer | string> {
  const known = lists.get(address)
  const how = { mostBytes: MOST_LIST_BYTES, ms: LIST_MS, allowed: ground.pkiHosts }
  const bytes = known ?? (await fetchBytes(address, how))
  lists.set(address, bytes)
  const finding = await weigh(ground, { kind: 'list', bytes, own, above })
  return typeof finding === 'string' ? finding : { kind: 'lists', bytes, finding }
}

function weigh(
  ground: Asker,
  {
    own,
    above,
    ...answer
  }: { kind: 'ocsp' | 'list'; bytes: Uint8Array; own: X509Certificate; above: X509Certificate; nonce?: Uint8Array },
) {
  const asked = { ...answer, certificate: own.raw, issuer: above.raw, now: ground.now() }
  return ground.weighAnswer(asked, { urgency: 'look' })
}

function faultOf(failure: unknown): string {
  if (failure instanceof FetchFailure) return failure.fault
  throw failure
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : 'URL')
