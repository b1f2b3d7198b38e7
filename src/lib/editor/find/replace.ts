/** Replaces matches: the words only, their look stays. */
import type { Transaction } from '@tiptap/pm/state'
import { Mapping } from '@tiptap/pm/transform'
import { cleanText } from '../../document/text.ts'
import { asOneUndoStep } from '../body/undo.ts'
import { foundNow, type Held, type Hit, lookFrom, step } from './finder.ts'

type Writable = Held & { readonly editable: boolean }

/** Replaces the match that is looked at and goes on to the next; a number or reference is only passed over. */
export function replaceCurrent(view: Writable, words: string): void {
  const { hits, current } = foundNow(view)
  const hit = hits[current]
  if (!view.editable || !hit) return
  if (!hit.isText) return step(view, 1)
  const text = cleanText(words)
  asOneUndoStep(view.state, () => {
    const tr = view.state.tr
    put(tr, hit.from, hit.to, text)
    view.dispatch(tr)
  })
  lookFrom(view, hit.from + text.length)
}

/**
 * Replaces every match that is text; returns how many. One transaction for the last match of every line, then one for the
 * last but one …: y-tiptap writes all that lies between two changes of a line anew, and a colleague's comment on words
 * in between would lose its place.
 */
export function replaceAll(view: Writable, words: string): number {
  if (!view.editable) return 0
  const text = cleanText(words)
  const rounds = roundsOf(foundNow(view).hits.filter(({ isText }) => isText))
  asOneUndoStep(view.state, () => {
    const sofar = new Mapping()
    for (const hits of rounds) {
      const tr = view.state.tr
      for (const { from, to } of hits.toReversed()) put(tr, sofar.map(from, 1), sofar.map(to, -1), text)
      view.dispatch(tr)
      sofar.appendMapping(tr.mapping)
    }
  })
  return rounds.reduce((sum, hits) => sum + hits.length, 0)
}

function roundsOf(hits: readonly Hit[]): Hit[][] {
  const rounds: Hit[][] = []
  let line = -1
  let round = 0
  for (const hit of hits.toReversed()) {
    round = hit.line === line ? round + 1 : 0
    line = hit.line
    ;(rounds[round] ??= []).unshift(hit)
  }
  return rounds
}

function put(tr: Transaction, from: number, to: number, text: string): void {
  if (text === '') tr.delete(from, to)
  else tr.replaceWith(from, to, tr.doc.type.schema.text(text, tr.doc.nodeAt(from)?.marks))
}
