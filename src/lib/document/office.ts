/** The fields of a document that are its office's own data: nobody types them, and they follow the office while it is a draft. */
import { type Kind, type KindId, kindOf } from './kinds.ts'
import type { Fields } from './model.ts'
import { cleanText } from './text.ts'

/** What the agency's master data says. */
export interface Office {
  parentName: string
  /** As on the letterhead, lines separated by "\n". */
  agencyName: string
  /** As in running text. */
  agencyFullName: string
  abbreviation: string
  place: string
  /** Lines at the foot of its official letters (ô 13). */
  contact?: string
  /** Of the unit that drafts; "" when none. */
  unitAbbreviation: string
  unitName?: string
  /** Thẩm quyền ban hành; by default the agency itself. */
  authority?: string
}

/** When a document was begun, and now. */
export interface Offices {
  begun: Office
  now: Office
}

const OFFICE_FIELDS = ['parentAgency', 'agency', 'agencyFullName', 'place', 'symbol'] as const
type OfficeFields = Pick<Fields, (typeof OFFICE_FIELDS)[number]>

export function officeFields(kind: KindId, office: Office): OfficeFields {
  return {
    ...letterhead(kind, office),
    agencyFullName: cleanText(office.agencyFullName),
    place: cleanText(office.place),
    symbol: symbolOf(kindOf(kind), office),
  }
}

/** A paper within the office is the unit's own: the agency stands above it. Anything else is the agency's. */
function letterhead(kind: KindId, office: Office): Pick<Fields, 'parentAgency' | 'agency'> {
  const { parentName, agencyName, unitName = '' } = office
  return kindOf(kind).isInternal && unitName !== ''
    ? { parentAgency: cleanText(agencyName), agency: cleanText(unitName.toUpperCase()) }
    : { parentAgency: cleanText(parentName), agency: cleanText(agencyName) }
}

/** Thẩm quyền ban hành in a new draft; "" for kinds without it. */
export function authorityOf(kind: KindId, office: Office): string {
  if (kindOf(kind).authority === 'none') return ''
  return cleanText(office.authority ?? office.agencyFullName.toUpperCase())
}

/** Ký hiệu (Phụ lục I, II.3.b): "QĐ-UBND"; for an official letter "UBND-NC"; "" for a paper without number. */
export function symbolOf(kind: Kind, office: Pick<Office, 'abbreviation' | 'unitAbbreviation'>): string {
  if (kind.isInternal) return ''
  const parts =
    kind.symbol === 'kind-agency'
      ? [kind.abbreviation, office.abbreviation]
      : [office.abbreviation, office.unitAbbreviation]
  return parts.filter(Boolean).join('-')
}

/**
 * The fields of a draft that was begun when the office was `begun`, as the office is `now`. What somebody has changed by
 * hand since is kept.
 */
export function withOffice(fields: Fields, { begun, now }: Offices): Fields {
  const was = officeFields(fields.kind, begun)
  const is = officeFields(fields.kind, now)
  const followed = OFFICE_FIELDS.filter((name) => fields[name] === was[name])
  return { ...fields, ...Object.fromEntries(followed.map((name) => [name, is[name]])) }
}
