/** Where the clauses begin under which a list is put in order: the Điều and what stands above them, else the highest there are. */
import type { Editor } from '@tiptap/core'
import { plainText } from '../../document/titled.ts'
import { levelOf, positionOf, rank } from './blocks.ts'
import { numbersKey } from './numbering.ts'
import { plainBlock } from './plain.ts'

const TITLE_LETTERS = 80

export function clauseHeads(editor: Editor): { pos: number; title: string }[] {
  const { doc } = editor.state
  const looks = numbersKey.getState(editor.state)?.looks ?? []
  const labelled = doc.children.flatMap((node, index) => {
    const label = looks[index]?.['data-label']
    const level = levelOf(node)
    return label === undefined ? [] : [{ node, index, label, depth: level ? rank(level) : 0 }]
  })
  const hasArticles = labelled.some(({ depth }) => depth === rank('dieu'))
  const deepest = hasArticles ? rank('dieu') : Math.min(...labelled.map(({ depth }) => depth))
  return labelled
    .filter(({ depth }) => depth <= deepest)
    .map(({ node, index, label }) => {
      const words = plainText(plainBlock(node)).slice(0, TITLE_LETTERS).trim()
      return { pos: positionOf(doc, index), title: words ? `${label} ${words}` : label }
    })
}
