/** How lists are searched: words anywhere in what a row prints; marks and case do not matter. */
import { like, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { fold } from '../../src/lib/document/fold.ts'
import { KINDS } from '../../src/lib/document/kinds.ts'

/** The name of a kind, folded: it is kept as an id and printed as a name. */
export const kindWords = (kind: PgColumn): SQL<string> =>
  sql<string>`${sql.join(
    [
      sql`case ${kind}`,
      ...Object.entries(KINDS).map(([id, { name }]) => sql`when ${id} then ${fold(name)}`),
      sql`else '' end`,
    ],
    sql` `,
  )}`

/** "06/qd-ubnd", as numberAndSymbol prints it; null where there is no number. */
export const numberWords = ({
  number,
  suffix,
  symbol,
}: Record<'number' | 'suffix' | 'symbol', PgColumn>): SQL<string> =>
  sql<string>`case when ${number} < 10 then '0' else '' end || ${number}::text || fold_text(${suffix}) || '/' || fold_text(${symbol})`

/** For LIKE: nothing in it is a wildcard. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** `text` is folded on both sides. */
export const says = (words: SQL, text: string): SQL => like(words, `%${literal(text)}%`)

const MAX_WORDS = 12

/** Every word that was typed. */
export const saysAll = (words: SQL, typed: string): SQL[] =>
  fold(typed)
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MAX_WORDS)
    .map((word) => says(words, word))
