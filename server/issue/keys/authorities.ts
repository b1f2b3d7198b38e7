/** The certification authorities that keys and signatures are checked against. */
import { X509Certificate } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { AppError } from '../../../src/lib/errors.ts'
import { parseId } from '../../access/border.ts'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import { trustedAuthorities } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { nameParts } from '../pki/names.ts'

export interface AuthorityRow {
  id: string
  name: string
  /** SHA-256 of the certificate, in hex pairs: to be compared with what the authority publishes. */
  fingerprint: string
  validTo: Date
  isEvaluation: boolean
}

const MAX_CERTIFICATE_BYTES = 64 * 1024

/** Anyone signed in may know whom the house trusts. */
export async function listAuthorities(ground: Ground): Promise<AuthorityRow[]> {
  const rows = await ground.db.select().from(trustedAuthorities).orderBy(asc(trustedAuthorities.name))
  return rows.map(({ id, name, certificatePem, isEvaluation }) => {
    const certificate = new X509Certificate(certificatePem)
    return { id, name, fingerprint: certificate.fingerprint256, validTo: new Date(certificate.validTo), isEvaluation }
  })
}

/** PEM or DER. Throws `bad_input {field: 'certificate', reason}`: unreadable, not_an_authority, known. */
export async function trustAuthority(ground: Ground, person: Person, file: Uint8Array): Promise<{ id: string }> {
  needAdministrator(person)
  const refuse = (reason: string) => new AppError('bad_input', { field: 'certificate', reason })
  if (file.length > MAX_CERTIFICATE_BYTES) throw refuse('unreadable')
  const certificate = readCertificate(file)
  if (!certificate) throw refuse('unreadable')
  if (!certificate.ca) throw refuse('not_an_authority')
  const known = await listAuthorities(ground)
  if (known.some(({ fingerprint }) => fingerprint === certificate.fingerprint256)) throw refuse('known')
  const parts = nameParts(certificate.subject)
  const name = parts.get('CN') ?? parts.get('O') ?? certificate.subject
  return ground.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(trustedAuthorities)
      .values({ name, certificatePem: certificate.toString() })
      .returning({ id: trustedAuthorities.id })
    if (!row) throw new Error('the authority was not stored')
    const detail = { authorityId: row.id, name, fingerprint: certificate.fingerprint256 }
    await record(tx, { actorId: person.id, act: 'authority.trust', detail })
    return row
  })
}

/** Keys it certified no longer sign, and its signatures are shown as of an unknown authority. */
export async function distrustAuthority(ground: Ground, person: Person, authorityId: string): Promise<void> {
  needAdministrator(person)
  await ground.db.transaction(async (tx) => {
    const [row] = await tx
      .delete(trustedAuthorities)
      .where(eq(trustedAuthorities.id, parseId(authorityId)))
      .returning()
    if (!row) throw new AppError('not_found')
    await record(tx, { actorId: person.id, act: 'authority.distrust', detail: { authorityId, name: row.name } })
  })
}

function readCertificate(file: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(file)
  } catch {
    return null
  }
}
