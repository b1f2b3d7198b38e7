import type { EditorState } from '@tiptap/pm/state'
import { wordsOfText } from '../../document/compare/origin.ts'

/** As much as the server looks for at once. */
const MOST_LETTERS = 2_000

export interface Chosen {
  text: string
  /** So many words of the text stand before it: tells equal passages apart. */
  near: number
}

/** The selected words; null where no word is selected. */
export function chosenWords({ doc, selection }: EditorState): Chosen | null {
  const { from, to } = selection
  const text = doc.textBetween(from, to, '\n', ' ').slice(0, MOST_LETTERS).toWellFormed()
  if (wordsOfText(text).length === 0) return null
  return { text, near: wordsOfText(doc.textBetween(0, from, '\n', ' ')).length }
}
