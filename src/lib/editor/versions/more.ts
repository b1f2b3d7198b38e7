/** More of a comparison than its page began with. */
import { z } from 'zod'
import type { PartRow, Rows, Units, Wanted } from '../../document/compare/part.ts'
import { written } from './sentences.ts'
import type { NamedText } from './types.ts'

/** Of ours: what a row holds is known by its type, not looked at again. */
const isThing = (value: unknown) => typeof value === 'object' && value !== null
const rows = z.object({ rows: z.array(z.custom<PartRow>(isThing)), next: z.number().nullable() })
const units = z.object({ units: z.array(z.custom<Units['units'][number]>(isThing)), left: z.number() })

/** Where more of it is asked for: by its moments, so that a text which people write on stays what was compared. */
export function moreAddress(draftId: string, from: NamedText, to: NamedText): string {
  const moment = ({ which, position }: NamedText) => (position > 0 ? `@${position}` : written(which))
  return `/drafts/${draftId}/versions/compare/more?${new URLSearchParams({ from: moment(from), to: moment(to) })}`
}

async function more(address: string, wanted: Wanted): Promise<unknown> {
  const query = new URLSearchParams(Object.entries(wanted).map(([name, value]) => [name, String(value)]))
  const answer = await fetch(`${address}&${query}`, { headers: { accept: 'application/json' } }).catch(() => null)
  return answer?.ok ? answer.json() : null
}

/** Null where the server cannot be reached, or is too busy. */
export async function moreRows(address: string, wanted: Omit<Wanted & { is: 'rows' }, 'is'>): Promise<Rows | null> {
  const answer = await more(address, { is: 'rows', ...wanted })
  return answer === null ? null : rows.parse(answer)
}

export async function moreUnits(address: string, at: number): Promise<Units | null> {
  const answer = await more(address, { is: 'units', at })
  return answer === null ? null : units.parse(answer)
}
