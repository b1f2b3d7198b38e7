/** Binds the structure of an official document to the keys and signs that people know from Word. */
import { Extension, InputRule } from '@tiptap/core'
import type { Command } from '@tiptap/pm/state'
import { currentBlock, levelOf, roleOf } from '../core/blocks.ts'
import { runStep } from '../core/step.ts'
import { backspace, enter } from './enter.ts'
import { become, shiftLevel } from './levels.ts'
import { moveClause } from './move.ts'
import { comesNext, repeatsNumber } from './next-number.ts'
import { keepFirstNumber } from './restart.ts'
import { SIGNS, takesSign } from './signs.ts'

export interface StructureOptions {
  /** "QUYẾT ĐỊNH:" for kinds that have such a line. */
  formula: () => string | null
}

export const Structure = Extension.create<StructureOptions>({
  name: 'structure',
  priority: 900, // before the paragraph's own Enter

  addOptions: () => ({ formula: () => null }),

  addKeyboardShortcuts() {
    const run = (command: Command) => () => runStep(this.editor.view, command)
    return {
      Enter: run(enter(this.options.formula)),
      Backspace: run(backspace),
      Tab: run(shiftLevel(1, true)),
      'Shift-Tab': run(shiftLevel(-1, true)),
      'Alt-Shift-ArrowRight': run(shiftLevel(1)),
      'Alt-Shift-ArrowLeft': run(shiftLevel(-1)),
      'Alt-Shift-ArrowUp': run(moveClause(-1)),
      'Alt-Shift-ArrowDown': run(moveClause(1)),
    }
  },

  addInputRules() {
    return SIGNS.map(
      ({ find, choice, keeps = false, opening = false, inSeries = false }) =>
        new InputRule({
          find,
          handler: ({ state, range, match }) => {
            const block = currentBlock(state)
            const isAlone = block?.node.content.size === range.to - range.from
            if (!block || !takesSign(roleOf(block.node), choice, isAlone)) return null
            // A link of the series above: "1." in the middle of a khoản's words never gets here, but "a)" in a title might.
            if (levelOf(block.node) === choice) {
              if (!repeatsNumber(state, block.index, match[0])) return null
              state.tr.delete(range.from, range.to)
              return undefined
            }
            if (opening && hasClauseAbove(state.doc, block.index)) return null
            if (inSeries && !comesNext(state.doc, block.index, choice, match[0])) return null
            const { tr } = state
            if (keeps) tr.insertText(match[0].slice(-1), range.to)
            else tr.delete(range.from, range.to)
            become(tr, block.pos, choice)
            keepFirstNumber(tr, block.index, match[0])
            return undefined
          },
        }),
    )
  },
})

function hasClauseAbove(doc: Parameters<typeof levelOf>[0], index: number): boolean {
  for (let at = 0; at < index; at++) if (levelOf(doc.child(at))) return true
  return false
}
