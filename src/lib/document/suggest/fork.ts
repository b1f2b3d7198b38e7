/**
 * The copy of a text in which one person suggests. It follows the shared text, and is never sent: what differs in it is what
 * the person suggests (ADR 16).
 *
 * A suggestion that is accepted comes into the text; in the copy it stands already. So from that moment on nothing more is
 * followed (`isHeld`): whoever owns the copy makes a new one as soon as the hands are off it. The same where a colleague writes in
 * blocks that the copy has moved.
 */
import * as Y from 'yjs'
import { canonicalJson } from '../canonical.ts'
import { takenApart } from './apart.ts'
import { apply, nothingMoved, remap, stands } from './apply.ts'
import { compare } from './compare.ts'
import type { Standing } from './final.ts'
import { type Change, idsOf, keyOf } from './shapes.ts'
import { putTheirs, THEIRS, type Theirs } from './theirs.ts'
import { moveIn } from './words.ts'

export interface Suggested {
  id: string
  changes: Change[]
}

const FOLLOWED = Symbol('followed')
const PUT_BACK = Symbol('put back')

export class Fork {
  readonly doc = new Y.Doc()
  /** The text as far as it is followed. */
  readonly text = new Y.Doc()
  /** The text that everybody writes in. */
  readonly shared: Y.Doc
  isHeld = false
  /** What others suggest, where it stands in the copy as well: the text as it would be. Nobody edits it here. */
  readonly theirs: Theirs
  /** What stands in the copy, under the ids by which it is known. */
  #known: Suggested[] = []
  /** Ids of those that went from the copy, by what they said. */
  readonly #former = new Map<string, string>()
  #clients: ReadonlySet<number> = new Set()
  readonly #touched = new Set<unknown>()
  readonly #listeners = new Set<() => void>()
  readonly #holds = new Set<() => void>()
  /** Blocks that stand elsewhere in the copy, as its own: what colleagues write in them does not come there. */
  #moved: ReadonlySet<string> = new Set()

  constructor(shared: Y.Doc, own: readonly Suggested[], others: readonly Standing[] = []) {
    this.shared = shared
    const state = Y.encodeStateAsUpdate(shared)
    Y.applyUpdate(this.text, state)
    Y.applyUpdate(this.doc, state, FOLLOWED)
    const body = this.doc.getXmlFragment('body')
    body.observeDeep(this.#note)
    this.theirs = putTheirs(
      this.doc,
      others,
      own.flatMap(({ changes }) => changes),
    )
    this.#putBack(own)
    this.#moved = this.#movedOf()
    shared.on('update', this.#follow)
    this.doc.on('update', this.#hear)
  }

  /** Those whose words are gone stay out. */
  #putBack(own: readonly Suggested[]): void {
    let moved = nothingMoved()
    for (const { id, changes } of own) {
      const now = changes.map((change) => remap(change, moved))
      if (!stands(this.doc, now)) continue
      const after = this.doc.transact((tr) => apply(tr, now), PUT_BACK)
      moved = {
        letters: new Map([...moved.letters, ...after.letters]),
        ends: new Map([...moved.ends, ...after.ends]),
        starts: new Map([...moved.starts, ...after.starts]),
        blocks: new Map([...moved.blocks, ...after.blocks]),
        returned: moved.returned,
      }
      this.#known.push({ id, changes })
    }
  }

  readonly #follow = (update: Uint8Array, _: unknown, __: Y.Doc, transaction: Y.Transaction): void => {
    if (this.isHeld) return
    if (this.#clients.size > 0 && Y.decodeUpdate(update).structs.some(({ id }) => this.#clients.has(id.client))) {
      return this.#hold()
    }
    if (this.#reachesMoved(transaction)) return this.#hold()
    Y.applyUpdate(this.text, update)
    Y.applyUpdate(this.doc, update, FOLLOWED)
  }

  #movedOf(): Set<string> {
    return new Set(this.#known.flatMap(({ changes }) => moveIn(changes)?.gone.removed.map(keyOf) ?? []))
  }

  #hold(): void {
    this.isHeld = true
    for (const listener of this.#holds) listener()
  }

  /** Whether a colleague has written in a block that stands elsewhere in the copy. */
  #reachesMoved({ changed }: Y.Transaction): boolean {
    if (this.#moved.size === 0) return false
    for (const changedType of changed.keys())
      for (let type: unknown = changedType; type instanceof Y.AbstractType; type = type._item?.parent)
        if (type._item && this.#moved.has(keyOf(type._item.id))) return true
    return false
  }

  /** Under these clients, suggestions that are open now would come into the text. */
  watch(clients: readonly number[]): void {
    this.#clients = new Set(clients)
  }

  /** A suggestion has come into the text, or letters into blocks that are moved here. Ends with the copy. */
  onHeld(listener: () => void): void {
    this.#holds.add(listener)
  }

  readonly #hear = (_: Uint8Array, origin: unknown): void => {
    if (origin !== FOLLOWED && origin !== PUT_BACK && origin !== THEIRS)
      for (const listener of this.#listeners) listener()
  }

  /** Notes what was edited here; what follows the text is the same in both. */
  readonly #note = (events: Y.YEvent<Y.XmlElement | Y.XmlText>[], { origin }: Y.Transaction): void => {
    if (origin === FOLLOWED || origin === THEIRS) return
    for (const { target } of events)
      for (let type: unknown = target; type instanceof Y.AbstractType; type = type._item?.parent)
        this.#touched.add(type)
  }

  /** Of those that stand in the copy. */
  get ids(): string[] {
    return this.#known.map(({ id }) => id)
  }

  /** What stands in the copy, as it was last worked out. */
  get known(): readonly Suggested[] {
    return this.#known
  }

  isTouched(type: unknown): boolean {
    return this.#touched.has(type)
  }

  /** Somebody edits here. Returns what ends it. */
  onEdit(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What is suggested now: under its old id what goes on from it. */
  suggestions(): Suggested[] {
    const together = compare(this.text, this.doc, (block) => this.#touched.has(block), this.theirs)
    const groups = together.flatMap((changes) => this.#apart(changes))
    const left = new Map<string, string>()
    for (const { id, changes } of this.#known) for (const trace of changes.flatMap(traces)) left.set(trace, id)
    const isTaken = new Set<string>()
    const before = this.#known
    this.#known = groups.map((changes) => {
      const id = mostNamed(changes.flatMap(traces), left, isTaken) ?? this.#formerOf(changes) ?? crypto.randomUUID()
      isTaken.add(id)
      return { id, changes }
    })
    this.#moved = this.#movedOf()
    for (const { id, changes } of before) if (!isTaken.has(id)) this.#former.set(canonicalJson(changes), id)
    return this.#known
  }

  /** A replacement that was taken apart stays so: what comes is known to stand behind letters that go. */
  #apart(changes: Change[]): Change[][] {
    const halves = takenApart(changes)
    if (!halves) return [changes]
    const gone = new Set(idsOf(halves.gone.removed).map(keyOf))
    const isApart = this.#known.some(({ changes: [known, ...more] }) => {
      if (known?.is !== 'words' || more.length > 0 || known.removed.length > 0) return false
      return known.after !== null && gone.has(keyOf(known.after))
    })
    return isApart ? [[halves.gone], [halves.put]] : [changes]
  }

  /** What was undone and is done again is the suggestion that it was, with all that was said of it. */
  #formerOf(changes: readonly Change[]): string | null {
    if (this.#former.size === 0) return null
    const key = canonicalJson(changes)
    const id = this.#former.get(key) ?? null
    this.#former.delete(key)
    return id
  }

  destroy(): void {
    this.shared.off('update', this.#follow)
    this.#listeners.clear()
    this.#holds.clear()
    this.text.destroy()
    this.doc.destroy()
  }
}

/** The id that most of these traces lead to, of those that are free. */
function mostNamed(
  own: readonly string[],
  left: ReadonlyMap<string, string>,
  isTaken: ReadonlySet<string>,
): string | null {
  const counts = new Map<string, number>()
  for (const trace of own) {
    const id = left.get(trace)
    if (id !== undefined && !isTaken.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  let best: string | null = null
  for (const [id, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = id
  return best
}

/** By what a suggestion is known again after more was typed: the letters it takes away and those beside it. */
function traces(change: Change): string[] {
  switch (change.is) {
    case 'words': {
      const { after, before, removed, line } = change
      const edges = [
        after ? `after ${keyOf(after)}` : `start ${keyOf(line)}`,
        before ? `before ${keyOf(before)}` : `end ${keyOf(line)}`,
      ]
      return [...edges, ...idsOf(removed).map((id) => `gone ${keyOf(id)}`)]
    }
    case 'look':
      return idsOf(change.letters).map((id) => `${change.mark} ${keyOf(id)}`)
    case 'form':
      return [`form ${keyOf(change.block)}`]
    case 'blocks': {
      const { after, before, removed, parent } = change
      const edge = parent ? keyOf(parent) : ''
      const edges = [`behind ${after ? keyOf(after) : edge}`, `in front of ${before ? keyOf(before) : edge}`]
      return removed.length > 0 ? removed.map((id) => `block ${keyOf(id)}`) : edges
    }
    case 'split':
      return [`split ${keyOf(change.before ?? change.line)}`]
    case 'join':
      return [`join ${keyOf(change.next)}`]
    case 'field':
      return [`field ${change.name}`]
  }
}
