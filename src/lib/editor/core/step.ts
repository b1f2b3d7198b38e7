import type { Command } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { endUndoStep } from './undo.ts'

/** Runs a command as a step of undo by itself, however fast one typed before it. False where one may not write now. */
export function runStep(view: EditorView, command: Command): boolean {
  if (!view.editable || view.composing) return false
  return command(view.state, (tr) => {
    endUndoStep(view.state)
    view.dispatch(tr)
    endUndoStep(view.state)
  })
}
