/** What a reference can point to: every clause and appendix, as it would be cited. */
import type { EditorState } from '@tiptap/pm/state'
import { fold } from '../../document/fold.ts'
import { plainText } from '../../document/titled.ts'
import { levelOf, rank } from '../core/blocks.ts'
import { numbersKey } from '../core/numbering.ts'
import { plainBlock } from '../core/plain.ts'

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
    const words = plainText(plainBlock(node)).slice(0, MOST_LETTERS)
    found.set(id, { id, cite, words, depth: level ? rank(level) : 0 })
  })
  const depths = [...new Set([...found.values()].map(({ depth }) => depth))].sort((a, b) => a - b)
  return [...found.values()].map((target) => ({ ...target, depth: depths.indexOf(target.depth) }))
}

/** Those that hold every typed word, «a)» and «2.» read as the labels they are; what is cited by exactly these words comes first. */
export function filterTargets(targets: readonly Target[], typed: string): Target[] {
  const labels: string[] = []
  const spelt = spellLabels(typed, (label) => labels.push(label))
  const words = fold(spelt).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...targets]
  const wanted = words.join(' ')
  const place = ({ cite }: Target) => {
    const folded = fold(cite)
    if (folded === wanted) return 0
    return folded.startsWith(`${wanted} `) || folded.endsWith(` ${wanted}`) ? 1 : 2
  }
  return targets
    .filter(({ cite, words: text }) => {
      // What the line shows as "a)" is cited as a tiết where it stands below "điểm 1.1".
      const named = cite.replaceAll(/(?<=^|\s)(?:tiết|ý)(?= \p{L}(?:\s|$))/gu, 'điểm')
      const within = fold(`${cite} ${named} ${text}`)
      const cited = ` ${named.toLowerCase()} `
      return words.every((word) => within.includes(word)) && labels.every((label) => cited.includes(` ${label} `))
    })
    .sort((a, b) => place(a) - place(b))
}

/** "a) 2." as it is cited, "điểm a khoản 2"; a number behind a word ("Điều 5.") has that word already. */
function spellLabels(typed: string, onlabel: (label: string) => void): string {
  const spell = (name: string) => (_: string, label: string) => {
    onlabel(`${name} ${label}`)
    return `${name} ${label}`
  }
  return typed
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/(?<=^|\s)(\p{L})\)(?=\s|$)/gu, spell('điểm'))
    .replaceAll(/(\d(?<=(?:^\s*|điểm \p{L}\s+)\d)\d*)[.)](?=\s|$)/gu, spell('khoản'))
    .replaceAll(/(?<=\d)[.)](?=\s|$)/g, '')
}
