/**
 * What a table of ours says under a name that came from outside; undefined where it says nothing. Every object answers to
 * "constructor", "toString" and "__proto__" too: those it has from JavaScript, not from us.
 */
export function own<T>(table: Readonly<Partial<Record<string, T>>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
