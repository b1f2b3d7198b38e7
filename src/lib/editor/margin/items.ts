/** What stands in the margin, and where in the text, or in which field, what each card is about stands. */
import type { Editor } from '@tiptap/core'
import { SHOWN_FIELDS } from '../../document/fields.ts'
import { DRAFTED, fieldElement, formerPassage, lineTop, passageOf, threadPassage } from '../core/passages.ts'
import { suggestionPos } from '../core/suggested.ts'
import type { SuggestionItem, ThreadItem } from '../types.ts'
import type { Where } from './by-clause.ts'
import type { Found } from './checker.ts'
import type { Placed } from './placing.ts'
import type { Passage } from './threads.svelte.ts'

export type Item = Placed &
  (
    | { is: 'drafted'; drafted: Passage }
    | { is: 'thread'; thread: ThreadItem }
    | { is: 'suggestion'; suggestion: SuggestionItem }
    | { is: 'finding'; found: Found }
  )

export interface Said {
  /** A comment that is being begun, unless it stands under a suggestion. */
  drafted: Passage | null
  threads: readonly ThreadItem[]
  suggestions: readonly SuggestionItem[]
  findings: readonly Found[]
}

const CARD_PX = 150
const FINDING_PX = 64
const LINE_PX = 20

export const itemsOf = ({ drafted, threads, suggestions, findings }: Said): Item[] => [
  ...(drafted ? [{ is: 'drafted' as const, id: DRAFTED, drafted, yields: false, guess: CARD_PX }] : []),
  ...threads.map((thread) => ({ is: 'thread' as const, id: thread.id, thread, yields: false, guess: guessOf(thread) })),
  ...suggestions.map((suggestion) => {
    return { is: 'suggestion' as const, id: suggestion.id, suggestion, yields: false, guess: CARD_PX }
  }),
  ...findings.map((found) => ({ is: 'finding' as const, id: found.id, found, yields: true, guess: FINDING_PX })),
]

/** Two lines of names and edges, and the words: about 38 letters a line, three lines at most. */
const guessOf = ({ comments: [first, ...rest] }: ThreadItem) =>
  50 + LINE_PX * Math.min(3, Math.ceil((first?.text.length ?? 0) / 38)) + (rest.length > 0 ? LINE_PX : 0)

export function whereOf(editor: Editor | undefined, item: Item): Where {
  const about = item.is === 'thread' ? item.thread : item.is === 'drafted' ? item.drafted : null
  const name = fieldOf(item)
  const field = SHOWN_FIELDS.find((one) => one === name)
  if (field) return { is: 'field', field }
  if (item.is === 'finding' && item.found.finding.place.at === 'field') return { is: 'whole' }
  if (about && !about.anchor && !about.quote) return { is: 'whole' }
  const pos = editor ? posOf(editor, item) : null
  return pos === null ? { is: 'lost' } : { is: 'body', pos }
}

/** Where its words stand in the body, or stood. */
function posOf(editor: Editor, item: Item): number | null {
  switch (item.is) {
    case 'finding':
      return passageOf(editor, item.found.finding.place)?.from ?? null
    case 'suggestion':
      return suggestionPos(editor, item.suggestion.id)
    case 'thread':
      return placeOf(editor, item.thread)?.from ?? null
    case 'drafted':
      return placeOf(editor, { ...item.drafted, id: DRAFTED })?.from ?? null
  }
}

function fieldOf(item: Item): string | null {
  switch (item.is) {
    case 'finding':
      return item.found.finding.place.at === 'field' ? item.found.finding.place.field : null
    case 'suggestion':
      return item.suggestion.changes.find((change) => change.is === 'field')?.name ?? null
    case 'thread':
      return item.thread.field
    case 'drafted':
      return item.drafted.field ?? null
  }
}

/** How far down its line is, px from the top of the margin. */
export function topOf(
  editor: Editor,
  item: Item,
  { paper, margin }: { paper: HTMLElement; margin: HTMLElement },
): number {
  const pos = posOf(editor, item)
  if (pos !== null) return lineTop(editor, pos, margin) ?? 0
  const field = fieldOf(item)
  const element = field === null ? null : fieldElement(paper, field)
  return element ? element.getBoundingClientRect().top - margin.getBoundingClientRect().top : 0
}

/** Where the words of a comment stand, or stood. */
export const placeOf = (editor: Editor, about: Pick<ThreadItem, 'id' | 'anchor' | 'quote'>) =>
  threadPassage(editor, about) ?? formerPassage(editor, about)
