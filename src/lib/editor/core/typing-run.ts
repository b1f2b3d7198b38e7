/**
 * What of a person's typing is one step of undo: a word with the blank behind it, as in Word, or what was typed between
 * two pauses. The same rule for the text and for the fields of the page.
 */

/** One change of a text, as its author made it: letters taken away and letters put in at one place. */
export interface Edit {
  removed: string
  inserted: string
  /** The letter before the change; '' at the beginning of a block. */
  before: string
  /** Where the removed letters stood: before the caret (Backspace), or behind it (Delete). */
  side: 'before' | 'behind'
  /** When, in ms. */
  at: number
  /** Of the composition it belongs to; null for plain typing. */
  composition: number | null
}

/** What one goes on with: the caret has not been moved since. */
export interface Run {
  /** Letters before the caret that were typed in this step. */
  typed: number
  /** The letter erased last, where older text is being erased; null otherwise. */
  erased: string | null
  at: number
  composition: number | null
  /** The caret was moved since: inside of a composition that means nothing, behind it the step is over. */
  isLeft: boolean
}

/** Longer than it takes to find the next key, shorter than a thought. */
const PAUSE_MS = 1_000

const isBlank = (letter: string | undefined) => letter !== undefined && /^\s$/u.test(letter)

/** The step as it stands after the edit; null where the edit begins a step of its own. */
export function goOn(run: Run | null, edit: Edit): Run | null {
  if (!run) return null
  const { removed, inserted, at, composition } = edit
  const after = { at, composition, isLeft: false }
  // An input method may take as long as it likes for its syllable, and rewrites it as it likes.
  const isSameComposition = composition !== null && composition === run.composition
  if (isSameComposition) return { ...run, ...after, typed: Math.max(0, run.typed + inserted.length - removed.length) }
  if (run.isLeft) return null
  // A blank belongs to its word, however late it comes: taken back alone nobody would see what was undone.
  const isBlankBehind = removed === '' && run.typed > 0 && isBlank(inserted)
  if (!isBlankBehind && at - run.at > PAUSE_MS) return null
  if (removed === '') {
    const isNewWord = run.typed > 0 && isBlank(edit.before) && !isBlank(inserted[0])
    return isNewWord ? null : { ...after, typed: run.typed + inserted.length, erased: run.erased }
  }
  // UniKey and its like take back letters of the word and type them anew.
  if (edit.side === 'before' && removed.length <= run.typed)
    return { ...after, typed: run.typed - removed.length + inserted.length, erased: run.erased }
  // Older text: letter by letter, as far as the word goes.
  if (inserted !== '' || run.typed > 0 || run.erased === null || removed.length > 1) return null
  const [first, second] = edit.side === 'before' ? [removed, run.erased] : [run.erased, removed]
  return isBlank(first) && !isBlank(second) ? null : { ...after, typed: 0, erased: removed }
}

/** The step that begins with an edit. */
export function beginRun({ removed, inserted, at, composition }: Edit): Run {
  return { typed: inserted.length, erased: removed === '' ? null : removed, at, composition, isLeft: false }
}
