/** Replaces matches in the body: the words only, their look stays. */
import type { Transaction } from '@tiptap/pm/state'
import { Mapping } from '@tiptap/pm/transform'
import { cleanText } from '../../document/text.ts'
import { footnoteWords } from '../core/footnotes.ts'
import { asOneUndoStep } from '../core/undo.ts'
import type { Held } from './finder.ts'
import type { Hit } from './hits.ts'

export type Writable = Held & { readonly editable: boolean }

/** Replaces one match; returns the place behind the new words. */
export function replaceOne(view: Writable, hit: Hit, words: string): { from: number; to: number; within: number } {
  const { footnote } = hit
  const before = view.state.doc.content.size
  replaceInBody(view, [hit], words)
  const size = cleanText(words).length
  if (!footnote) return { from: hit.from + size, to: hit.from + size, within: 0 }
  const isGone = view.state.doc.content.size < before
  return { from: hit.from, to: hit.from, within: isGone ? 0 : footnote.start + size }
}

/**
 * Replaces matches of this moment, as one step of undo. One transaction for the last match of every line, then one for
 * the last but one …: y-tiptap writes all that lies between two changes of a line anew, and a colleague's comment on
 * words in between would lose its place.
 */
export function replaceInBody(view: Writable, hits: readonly Hit[], words: string): void {
  if (!view.editable) return
  const text = cleanText(words)
  asOneUndoStep(view.state, () => {
    const sofar = new Mapping()
    for (const round of roundsOf(hits)) {
      const tr = view.state.tr
      for (const [first, ...more] of round.toReversed()) {
        const [from, to] = [sofar.map(first.from, 1), sofar.map(first.to, -1)]
        if (first.footnote) putInFootnote(tr, from, [first, ...more], text)
        else put(tr, from, to, text)
      }
      view.dispatch(tr)
      sofar.appendMapping(tr.mapping)
    }
  })
}

/** Matches that are replaced together: one, or all of one footnote. */
type Spot = [Hit, ...Hit[]]

function roundsOf(hits: readonly Hit[]): Spot[][] {
  const rounds: Spot[][] = []
  let line = -1
  let round = 0
  for (const spot of spotsOf(hits).toReversed()) {
    round = spot[0].line === line ? round + 1 : 0
    line = spot[0].line
    ;(rounds[round] ??= []).unshift(spot)
  }
  return rounds
}

function spotsOf(hits: readonly Hit[]): Spot[] {
  const spots: Spot[] = []
  for (const hit of hits) {
    const last = spots.at(-1)
    if (hit.footnote && last?.[0].footnote && last[0].from === hit.from) last.push(hit)
    else spots.push([hit])
  }
  return spots
}

function put(tr: Transaction, from: number, to: number, text: string): void {
  if (text === '') tr.delete(from, to)
  else tr.replaceWith(from, to, tr.doc.type.schema.text(text, tr.doc.nodeAt(from)?.marks))
}

/** A footnote that is left without words is removed, as when a person empties it by hand. */
function putInFootnote(tr: Transaction, pos: number, spot: Spot, text: string): void {
  let words = String(tr.doc.nodeAt(pos)?.attrs.text ?? '')
  for (const { footnote } of spot.toReversed()) {
    if (footnote) words = words.slice(0, footnote.start) + text + words.slice(footnote.end)
  }
  words = footnoteWords(words)
  if (words) tr.setNodeAttribute(pos, 'text', words)
  else tr.delete(pos, pos + 1)
}
