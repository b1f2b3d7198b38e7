import type { EditorState } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

function managerOf(state: EditorState): Y.UndoManager | null {
  const held: unknown = yUndoPluginKey.getState(state)
  if (typeof held !== 'object' || held === null || !('undoManager' in held)) return null
  return held.undoManager instanceof Y.UndoManager ? held.undoManager : null
}

/** What was there before anybody typed is no step of theirs: Ctrl+Z must never empty the page. */
export function forgetUndo(state: EditorState): void {
  managerOf(state)?.clear()
}

/** Tells of each step that was undone or done again here, when the text has followed. Returns what ends it. */
export function onUndone(state: EditorState, act: () => void): () => void {
  const manager = managerOf(state)
  manager?.on('stack-item-popped', act)
  return () => manager?.off('stack-item-popped', act)
}

/** What comes next is a step of its own. */
export function endUndoStep(state: EditorState): void {
  managerOf(state)?.stopCapturing()
}

/** All that `act` changes is one step of undo, however many transactions it takes. */
export function asOneUndoStep(state: EditorState, act: () => void): void {
  const manager = managerOf(state)
  if (!manager) return act()
  const usual = manager.captureTimeout
  manager.stopCapturing()
  manager.captureTimeout = Infinity
  try {
    act()
  } finally {
    manager.captureTimeout = usual
    manager.stopCapturing()
  }
}
