/** Whose certificate it is: the names that stand in it, against the name on the paper. Pure. */
import type { X509Certificate } from 'node:crypto'
import { fold } from '../../../src/lib/document/fold.ts'
import { nameParts } from '../verify/names.ts'

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
    shown: parts.get('CN') ?? certificate.subject.replaceAll('\n', ', '),
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

/** Said of somebody before the name, not part of it; folded. */
const TITLES = new Set(
  'ong ba dong chi dc gs pgs ts ths bs luat su tien si thac giao pho cu nhan ky mr mrs ms dr'.split(' '),
)
/** As an agency is written short; folded. */
const SHORT_FOR: Record<string, string> = {
  ubnd: 'uy ban nhan dan',
  hdnd: 'hoi dong nhan dan',
  vp: 'van phong',
  tp: 'thanh pho',
  bql: 'ban quan ly',
}

/**
 * Authorities write names without accents, in capitals, surname last, with a title before or a number behind. Two names are
 * one when the same words are left.
 */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  // Somebody may be called like a title: they are taken off only where the names differ with them.
  return isSame(a, b) || isSame(withoutTitle(a), withoutTitle(b))
}

function wordsOf(name: string): string[] {
  return fold(name.normalize('NFKC'))
    .split(/[^a-z]+/)
    .flatMap((word) => SHORT_FOR[word]?.split(' ') ?? word)
    .filter(Boolean)
}

/** A single word that is left is no name. */
function withoutTitle(words: string[]): string[] {
  const name = words.slice(words.findIndex((word) => !TITLES.has(word)))
  return name.length > 1 ? name : words
}

const inOrder = (words: string[]) => words.toSorted().join(' ')
const isSame = (a: string[], b: string[]) => a.length > 0 && inOrder(a) === inOrder(b)
