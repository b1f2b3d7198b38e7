/**
 * Whether the structs of an update can be put into a text one after the other. Two that stand on each other never can: Yjs
 * keeps them aside for ever, each waiting for the other.
 */
import { type Links, linksOf, type Run, STRIDE } from './update.ts'

/** Everything the runs stand on is here or among them; `have`: how many clocks of each client the text holds. */
export function standInOrder(runs: readonly Run[], have: ReadonlyMap<number, number>): boolean {
  const links = linksOf(runs)
  if (links.size < 2) return true // a struct never names its own client's future
  const next = new Map<number, number>()
  for (const client of links.keys()) {
    if (!goOn(client, links, next, have)) return false
  }
  return true
}

/** Puts in all of a client's, and first what each of them waits for. False where one waits for itself. */
function goOn(first: number, links: Links, next: Map<number, number>, have: ReadonlyMap<number, number>): boolean {
  const stack = [first]
  const waiting = new Set(stack)
  while (stack.length > 0) {
    const client = stack[stack.length - 1] as number
    const blocker = advance(client, links, next, have)
    if (blocker === null) {
      stack.pop()
      waiting.delete(client)
      continue
    }
    if (waiting.has(blocker)) return false
    stack.push(blocker)
    waiting.add(blocker)
  }
  return true
}

/** Moves a client on as far as it goes: null at its end, else whose structs are missing. */
function advance(
  client: number,
  links: Links,
  next: Map<number, number>,
  have: ReadonlyMap<number, number>,
): number | null {
  const own = links.get(client) ?? []
  for (let at = next.get(client) ?? 0; at < own.length; at += STRIDE) {
    for (let reference = 1; reference < STRIDE; reference += 2) {
      const of = own[at + reference] as number
      if (of < 0 || of === client || isIn(of, own[at + reference + 1] as number, links, next, have)) continue
      next.set(client, at)
      return of
    }
  }
  next.set(client, own.length)
  return null
}

/** Whether the struct that holds this clock is in the text by now. */
function isIn(
  client: number,
  clock: number,
  links: Links,
  next: Map<number, number>,
  have: ReadonlyMap<number, number>,
): boolean {
  if (clock < (have.get(client) ?? 0)) return true
  const own = links.get(client)
  const at = next.get(client) ?? 0
  return own === undefined || at >= own.length || clock < (own[at] as number)
}
