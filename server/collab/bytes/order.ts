/**
 * Whether the structs of an update can be put into a text one after the other. Two that stand on each other never can: Yjs
 * keeps them aside for ever, each waiting for the other.
 */
import { type Links, linksOf, type Run, STRIDE } from './update.ts'

/** A client whose structs go in up to the one that holds this clock. */
interface Wanted {
  client: number
  clock: number
}

/** Everything the runs stand on is here or among them; `have`: how many clocks of each client the text holds. */
export function standInOrder(runs: readonly Run[], have: ReadonlyMap<number, number>): boolean {
  const links = linksOf(runs)
  if (links.size < 2) return true // a struct never names its own client's future
  const next = new Map<number, number>()
  for (const client of links.keys()) {
    if (!goOn({ client, clock: Infinity }, links, next, have)) return false
  }
  return true
}

/**
 * Puts in what is wanted, and first what it waits for: of another client no more than that, as two who write in turn stand
 * on each other line by line. False where the next struct of somebody waits for itself.
 */
function goOn(first: Wanted, links: Links, next: Map<number, number>, have: ReadonlyMap<number, number>): boolean {
  const stack = [first]
  const waiting = new Set([first.client])
  while (stack.length > 0) {
    const wanted = stack[stack.length - 1] as Wanted
    const blocker = advance(wanted, links, next, have)
    if (blocker === null) {
      stack.pop()
      waiting.delete(wanted.client)
      continue
    }
    if (waiting.has(blocker.client)) return false
    stack.push(blocker)
    waiting.add(blocker.client)
  }
  return true
}

/** Moves a client on as far as it is wanted: null when that is in, else what is missing. */
function advance(
  { client, clock }: Wanted,
  links: Links,
  next: Map<number, number>,
  have: ReadonlyMap<number, number>,
): Wanted | null {
  const own = links.get(client) ?? []
  let at = next.get(client) ?? 0
  for (; at < own.length && (own[at] as number) <= clock; at += STRIDE) {
    for (let reference = 1; reference < STRIDE; reference += 2) {
      const of = own[at + reference] as number
      const its = own[at + reference + 1] as number
      if (of < 0 || of === client || isIn(of, its, links, next, have)) continue
      next.set(client, at)
      return { client: of, clock: its }
    }
  }
  next.set(client, at)
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
