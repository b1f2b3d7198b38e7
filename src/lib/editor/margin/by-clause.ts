/** What was said, by the clause it is about: a list in the order of the text. Pure. */
import type { ShownField } from '../../document/fields.ts'

/** Where something belongs: a position of the body, a field, the draft as a whole, or nowhere any more. */
export type Where = { is: 'body'; pos: number } | { is: 'field'; field: ShownField } | { is: 'whole' } | { is: 'lost' }

/** A clause that begins at a position. */
export interface Head {
  pos: number
  title: string
}

export interface Group<T> {
  /** `head`, `foot`: the fields before and behind the body. `begin`: the body before its first clause. */
  key: 'whole' | 'head' | 'begin' | number | 'foot' | 'lost'
  title: string | null
  items: T[]
}

const IN_HEAD: ReadonlySet<ShownField> = new Set([
  'subject',
  'authority',
  'addressees',
  'sheet',
  'urgency',
  'circulation',
])

/** `heads` in the order of the text. Groups without anything are left out; within one, by place, as given where equal. */
export function byClause<T>(items: readonly { item: T; where: Where }[], heads: readonly Head[]): Group<T>[] {
  const placed = items
    .map((one) => ({ ...one, key: keyOf(one.where, heads), pos: one.where.is === 'body' ? one.where.pos : 0 }))
    .sort((a, b) => a.pos - b.pos)
  const order: Group<T>['key'][] = ['whole', 'head', 'begin', ...heads.map(({ pos }) => pos), 'foot', 'lost']
  return order.flatMap((key) => {
    const within = placed.filter((one) => one.key === key).map(({ item }) => item)
    const title = heads.find(({ pos }) => pos === key)?.title ?? null
    return within.length > 0 ? [{ key, title, items: within }] : []
  })
}

function keyOf(where: Where, heads: readonly Head[]): Group<never>['key'] {
  switch (where.is) {
    case 'field':
      return IN_HEAD.has(where.field) ? 'head' : 'foot'
    case 'body':
      return heads.findLast(({ pos }) => pos <= where.pos)?.pos ?? 'begin'
    case 'whole':
    case 'lost':
      return where.is
  }
}
