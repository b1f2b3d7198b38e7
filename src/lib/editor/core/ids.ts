/** Made anew each time they are asked for, and never changed: they need no signals of their own. */
export const idSet = (list: readonly { id: string }[]): ReadonlySet<string> => new Set(list.map(({ id }) => id))

export const byId = <Item extends { id: string }, Value>(
  list: readonly Item[],
  valueOf: (item: Item) => Value,
): ReadonlyMap<string, Value> => new Map(list.map((item) => [item.id, valueOf(item)]))

export const isSameList = <Item>(one: readonly Item[], other: readonly Item[]): boolean =>
  one.length === other.length && one.every((item, at) => item === other[at])
