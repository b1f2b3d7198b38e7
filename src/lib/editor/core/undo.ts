import type { EditorState } from '@tiptap/pm/state'
import { ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** A history whose steps end where it is told, and nowhere else. */
export class StepHistory extends Y.UndoManager {
  #isHeld = false

  constructor(scope: ConstructorParameters<typeof Y.UndoManager>[0], trackedOrigin: unknown) {
    super(scope, {
      trackedOrigins: new Set([trackedOrigin]),
      captureTimeout: Infinity,
      captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
      deleteFilter: isEmptied,
    })
    this.on('stack-item-popped', () => this.endStep()) // what is typed next does not belong to what was done again
  }

  /** What comes next is a step of its own. */
  endStep(): void {
    if (!this.#isHeld) super.stopCapturing()
  }

  /** All that `act` changes is one step, however many transactions it takes. */
  asOneStep(act: () => void): void {
    if (this.#isHeld) return act()
    this.endStep()
    this.#isHeld = true
    try {
      act()
    } finally {
      this.#isHeld = false
      this.endStep()
    }
  }

  /** The same for what takes its time; what is typed meanwhile belongs to the step. */
  async asOneLongStep(act: () => Promise<void>): Promise<void> {
    if (this.#isHeld) return act()
    this.endStep()
    this.#isHeld = true
    try {
      await act()
    } finally {
      this.#isHeld = false
      this.endStep()
    }
  }

  /** Called by y-tiptap for reasons of its own: whenever something happens behind a colleague's change. */
  override stopCapturing(): void {
    // Where a step ends, undo-steps.ts says.
  }
}

/** Undo takes back what was made here; a block, a table or a text in which a colleague has written meanwhile stays. */
const isEmptied = ({ content }: Y.Item) => !(content instanceof Y.ContentType) || content.type._length === 0

/** The history of an editor's text. */
export const textHistory = (body: Y.XmlFragment) => new StepHistory(body, ySyncPluginKey)

function managerOf(state: EditorState): StepHistory | null {
  const held: unknown = yUndoPluginKey.getState(state)
  if (typeof held !== 'object' || held === null || !('undoManager' in held)) return null
  return held.undoManager instanceof StepHistory ? held.undoManager : null
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
  managerOf(state)?.endStep()
}

/** All that `act` changes is one step of undo, however many transactions it takes. */
export function asOneUndoStep(state: EditorState, act: () => void): void {
  const manager = managerOf(state)
  if (manager) manager.asOneStep(act)
  else act()
}

/** The same for what takes its time; what is typed meanwhile belongs to the step, and a second one that begins in it too. */
export async function asOneLongUndoStep(state: EditorState, act: () => Promise<void>): Promise<void> {
  const manager = managerOf(state)
  if (manager) await manager.asOneLongStep(act)
  else await act()
}

/** Marks the steps in two histories that a person made as one. */
const JOINT = Symbol('joint step')

interface Popped {
  stackItem: { meta: Map<unknown, unknown> }
  type: 'undo' | 'redo'
}

/** What `act` changes in the text and in the fields is one step, wherever it is undone from: see `undoTogether`. */
export function asJointStep(state: EditorState, fields: StepHistory, act: () => void): void {
  const latest = () => [managerOf(state), fields].map((manager) => manager?.undoStack.at(-1))
  const before = latest()
  act()
  const after = latest()
  if (after.some((step, at) => !step || step === before[at])) return // nothing was changed on one side
  const joint = Symbol('step')
  for (const step of after) step?.meta.set(JOINT, joint)
}

/** The same, where `act` takes several transactions on either side. */
export function asOneJointStep(state: EditorState, fields: StepHistory, act: () => void): void {
  asJointStep(state, fields, () => asOneUndoStep(state, () => fields.asOneStep(act)))
}

/** Only the newest step: where it has no effect any more, Yjs would go on with the next older one. */
function newestOnly(stack: unknown[], act: () => void): void {
  const older = stack.splice(0, stack.length - 1)
  try {
    act()
  } finally {
    stack.unshift(...older)
  }
}

/**
 * Undoes and does again joint steps in both histories, while neither has a newer step on top of its part. Returns what
 * ends it.
 */
export function undoTogether(state: EditorState, fields: StepHistory): () => void {
  const text = managerOf(state)
  if (!text) return () => {}
  const follower =
    (own: StepHistory, other: StepHistory) =>
    ({ stackItem, type }: Popped) => {
      const joint = stackItem.meta.get(JOINT)
      if (!joint) return
      const isUndo = type === 'undo'
      const way = isUndo ? own.redoStack : own.undoStack
      way.at(-1)?.meta.set(JOINT, joint)
      const stack = isUndo ? other.undoStack : other.redoStack
      if (stack.at(-1)?.meta.get(JOINT) !== joint) return
      newestOnly(stack, () => (isUndo ? other.undo() : other.redo()))
    }
  const [ofText, ofFields] = [follower(text, fields), follower(fields, text)]
  text.on('stack-item-popped', ofText)
  fields.on('stack-item-popped', ofFields)
  return () => {
    text.off('stack-item-popped', ofText)
    fields.off('stack-item-popped', ofFields)
  }
}
