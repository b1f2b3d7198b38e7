/**
 * What others suggest, in a copy where it stands as if it were accepted: of the person who edits there, nothing of it is. It is
 * known by the Yjs clients under which it stands, and by what it takes away.
 */
import type * as Y from 'yjs'
import { apply, remap, stands } from './apply.ts'
import type { Standing } from './final.ts'
import { type Change, type Id, idsOf, keyOf } from './shapes.ts'

export interface Theirs {
  clients: ReadonlySet<number>
  /** Letters and blocks that they take away, or whose letters were written anew for them. */
  taken: ReadonlySet<string>
  /** Blocks whose form they change. */
  forms: ReadonlySet<string>
  /** Letters to which they give a mark, or take one from: see `lookKey`. */
  looks: ReadonlySet<string>
  fields: ReadonlySet<string>
}

export const NOTHING_OF_THEIRS: Theirs = {
  clients: new Set(),
  taken: new Set(),
  forms: new Set(),
  looks: new Set(),
  fields: new Set(),
}

/** Of the transactions that put them in. */
export const THEIRS = Symbol('theirs')

export const lookKey = (mark: string, id: Id): string => `${mark} ${keyOf(id)}`

/** Puts them in under their clients, but for those that would mingle with what is one's own. Says what of the copy is theirs. */
export function putTheirs(doc: Y.Doc, all: readonly Standing[], own: readonly Change[]): Theirs {
  const theirs = {
    clients: new Set<number>(),
    taken: new Set<string>(),
    forms: new Set<string>(),
    looks: new Set<string>(),
    fields: new Set<string>(),
  }
  const mine = claimsOf(own)
  const client = doc.clientID
  let waiting = all.filter(({ changes }) => !mingle(mine, claimsOf(changes)))
  while (waiting.length > 0) {
    const [first, ...rest] = waiting
    waiting = rest
    if (!first || !stands(doc, first.changes)) continue
    doc.clientID = first.client
    const moved = doc.transact((tr) => apply(tr, first.changes), THEIRS)
    theirs.clients.add(first.client)
    for (const change of first.changes) note(change, theirs)
    for (const key of moved.letters.keys()) theirs.taken.add(key)
    waiting = rest.map((one) => ({ ...one, changes: one.changes.map((change) => remap(change, moved)) }))
  }
  doc.clientID = client
  return theirs
}

/** What a suggestion needs for itself. */
interface Claims {
  /** Lines in which it changes anything, and those of them that must have nobody else's change. */
  lines: Set<string>
  whole: Set<string>
  /** Letters that go, forms, looks, fields. */
  parts: Set<string>
}

function claimsOf(changes: readonly Change[]): Claims {
  const claims: Claims = { lines: new Set(), whole: new Set(), parts: new Set() }
  for (const change of changes) claim(change, claims)
  return claims
}

function claim(change: Change, { lines, whole, parts }: Claims): void {
  const all = (ids: readonly Id[], into: Set<string>) => {
    for (const id of ids) into.add(keyOf(id))
  }
  switch (change.is) {
    case 'words':
      all(idsOf(change.removed), parts)
      all([change.line], change.put.every(({ text }) => text !== undefined) ? lines : whole)
      return
    case 'look':
      all([change.line], lines)
      for (const id of idsOf(change.letters)) parts.add(lookKey(change.mark, id))
      return
    case 'form':
      all([change.block], lines)
      parts.add(`form ${keyOf(change.block)}`)
      return
    case 'blocks':
      return all(change.removed, whole)
    case 'split':
      return all([change.line], whole)
    case 'join':
      return all([change.line, change.next], whole)
    case 'field':
      parts.add(`field ${change.name}`)
  }
}

/** Letters behind a cut are written anew: where two change such a line, nobody could tell whose is what. */
function mingle(mine: Claims, theirs: Claims): boolean {
  const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...b].some((key) => a.has(key))
  return (
    meet(mine.parts, theirs.parts) ||
    meet(mine.whole, theirs.whole) ||
    meet(mine.whole, theirs.lines) ||
    meet(mine.lines, theirs.whole)
  )
}

function note(
  change: Change,
  { taken, forms, looks, fields }: Record<'taken' | 'forms' | 'looks' | 'fields', Set<string>>,
): void {
  switch (change.is) {
    case 'words':
      for (const id of idsOf(change.removed)) taken.add(keyOf(id))
      return
    case 'blocks':
      for (const id of change.removed) taken.add(keyOf(id))
      return
    case 'join':
      taken.add(keyOf(change.next))
      return
    case 'form':
      forms.add(keyOf(change.block))
      return
    case 'look':
      for (const id of idsOf(change.letters)) looks.add(lookKey(change.mark, id))
      return
    case 'field':
      fields.add(change.name)
      return
    case 'split':
      return // what it writes anew is told by whoever applies it
  }
}
