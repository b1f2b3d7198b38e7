/** Whose certificate it is: the names that stand in it, against the name on the paper. Pure. */
import type { X509Certificate } from 'node:crypto'
import { nameParts, shownName } from '../pki/names.ts'
import { isSameName } from '../pki/same-name.ts'

/** What a certificate calls its holder. */
export interface CertificateNames {
  /** As it is shown: the common name, else the whole subject. */
  shown: string
  /** Of a person: the common name, and surname with given name. */
  person: string[]
  /** Of an agency: the common name, organisation and unit. */
  agency: string[]
}

/** A name on a paper beside the one in a certificate. */
export interface NamePair {
  onPaper: string
  inCertificate: string
  isSame: boolean
}

export function certificateNames(certificate: X509Certificate): CertificateNames {
  const parts = nameParts(certificate.subject)
  const of = (...keys: string[]) => keys.flatMap((key) => parts.get(key) ?? [])
  const whole = of('SN', 'GN').join(' ')
  return {
    shown: shownName(parts.get('CN') ?? certificate.subject.replaceAll('\n', ', ')),
    person: [...of('CN'), ...(whole ? [whole] : [])],
    agency: of('CN', 'O', 'OU'),
  }
}

export function pairPerson(certificate: X509Certificate, onPaper: string): NamePair {
  const { shown, person } = certificateNames(certificate)
  return { onPaper, inCertificate: shown, isSame: person.some((name) => isSameName(name, onPaper)) }
}

/** `names`: all that the agency is called; the first is shown. */
export function pairAgency(certificate: X509Certificate, names: [string, ...string[]]): NamePair {
  const { shown, agency } = certificateNames(certificate)
  const isSame = agency.some((name) => names.some((own) => isSameName(name, own)))
  return { onPaper: names[0], inCertificate: shown, isSame }
}
