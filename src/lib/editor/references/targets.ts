/** What a reference can point to: every clause and appendix, as it would be cited. */
import type { EditorState } from '@tiptap/pm/state'
import { fold } from '../../document/fold.ts'
import { numbersKey } from '../body/numbering.ts'
import { levelOf, rank } from '../structure/blocks.ts'

interface Target {
  id: string
  /** "khoản 2 Điều 5" */
  cite: string
  /** How its text begins. */
  words: string
  depth: number
}

const MOST_LETTERS = 90

export function targetsOf(state: EditorState): Target[] {
  const { doc } = state
  const cites = numbersKey.getState(state)?.cites()
  const found = new Map<string, Target>()
  doc.forEach((node) => {
    const id: unknown = node.attrs.id
    const cite = typeof id === 'string' ? cites?.get(id) : undefined
    if (typeof id !== 'string' || !cite || found.has(id)) return
    const level = levelOf(node)
    const words = node.textContent.slice(0, MOST_LETTERS)
    found.set(id, { id, cite, words, depth: level ? rank(level) : 0 })
  })
  const depths = [...new Set([...found.values()].map(({ depth }) => depth))].sort((a, b) => a - b)
  return [...found.values()].map((target) => ({ ...target, depth: depths.indexOf(target.depth) }))
}

/** Those that hold every typed word; what is cited by exactly these words comes first. */
export function filterTargets(targets: readonly Target[], typed: string): Target[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...targets]
  const wanted = words.join(' ')
  const place = ({ cite }: Target) => {
    const folded = fold(cite)
    if (folded === wanted) return 0
    return folded.startsWith(`${wanted} `) || folded.endsWith(` ${wanted}`) ? 1 : 2
  }
  return targets
    .filter(({ cite, words: text }) => {
      const within = fold(`${cite} ${text}`)
      return words.every((word) => within.includes(word))
    })
    .sort((a, b) => place(a) - place(b))
}
