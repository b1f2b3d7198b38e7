/** Addresses that keep what was asked for. */

/** `path` with the query of `here`, but for what `change` says; null and "" leave a name out. */
export function withQuery(path: string, here: URL, change: Record<string, string | null>): string {
  const query = new URLSearchParams(here.search)
  for (const [name, value] of Object.entries(change)) {
    if (value) query.set(name, value)
    else query.delete(name)
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}
