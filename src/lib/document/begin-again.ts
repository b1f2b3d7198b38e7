/** A new draft that begins with the words of another document: a copy of it, or a template made from it. */
import type { Fields, OfficialDocument } from './model.ts'
import { authorityOf, type Office } from './office.ts'
import { initialFields, type Seed } from './seed.ts'

/** What the office fills in, as long as nobody has changed it by hand. */
const OF_THE_OFFICE = ['parentAgency', 'agency', 'agencyFullName', 'place', 'symbol', 'contact'] as const
/** What belongs to one signing of one paper: who signs, and what the leader wrote on it. */
const OF_ONE_SIGNING = ['capacity', 'secondCapacity', 'secondName', 'signerId', 'signerName', 'leaderWords'] as const

/**
 * The seed of a draft of the same kind. `was`: the office whose names stand in the document. The new draft has the names of
 * `office`, and a signature block as empty as any new one; number and date are no part of a text.
 */
export function seedAgain(
  { fields, body }: Pick<OfficialDocument, 'fields' | 'body'>,
  was: Office,
  office: Office,
): Seed {
  const { kind } = fields
  const [before, now] = [initialFields({ kind, office: was }), initialFields({ kind, office })]
  const followed: Partial<Fields> = {}
  for (const name of OF_THE_OFFICE) if (fields[name] === before[name]) followed[name] = now[name]
  for (const name of OF_ONE_SIGNING) followed[name] = now[name]
  if (fields.authority === authorityOf(kind, was)) followed.authority = now.authority
  const recipients = withFiling(fields.recipients, lastLine(before.recipients), lastLine(now.recipients))
  return { kind, office, fields: { ...fields, ...followed, recipients }, blocks: body.content ?? [] }
}

const lastLine = (lines: string) => lines.split('\n').at(-1) ?? ''

/** "Lưu: VT, NC" names the unit that drafts: another one files its copy with itself. */
function withFiling(recipients: string, before: string, now: string): string {
  if (before === '') return recipients
  return recipients
    .split('\n')
    .map((line) => (line === before ? now : line))
    .join('\n')
}
