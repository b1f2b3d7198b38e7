/** Whose picture a form asks for, by what was chosen as the key's holder. */
import type { Purpose } from '../../cutout/ink.ts'

interface Holder {
  id: string
  name: string
  position: string
}

export function pictureOf(
  chosen: string,
  holders: readonly Holder[],
): { purpose: Purpose; name?: string; position?: string } {
  if (chosen === 'seal') return { purpose: 'seal' }
  const holder = holders.find(({ id }) => id === chosen)
  return { purpose: 'signature', ...(holder && { name: holder.name, position: holder.position }) }
}
