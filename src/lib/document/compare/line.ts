/** A line as a row of words: the unit in which people read a change. */
import { canonicalJson } from '../canonical.ts'
import type { BodyNode } from '../model.ts'

/** Stands for what is no letter: a reference, a footnote, a forced line end. */
const ATOM = '\uFFFC'
const TOKEN = /[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu
const WORD = /^[\p{L}\p{N}\p{M}]/u

export interface Token {
  /** Equal for words that read the same, whatever their marks. */
  key: string
  isWord: boolean
  from: number
  to: number
}

export interface Line {
  nodes: readonly BodyNode[]
  tokens: readonly Token[]
  words: number
}

const lengthOf = (node: BodyNode): number => node.text?.length ?? 1

export function lineOf(nodes: readonly BodyNode[]): Line {
  const atoms = new Map<number, BodyNode>()
  let text = ''
  for (const node of nodes) {
    if (node.text === undefined) atoms.set(text.length, node)
    text += node.text ?? ATOM
  }
  let words = 0
  const tokens = [...text.matchAll(TOKEN)].map(({ 0: letters, index }): Token => {
    const isWord = WORD.test(letters)
    if (isWord) words++
    const atom = atoms.get(index)
    return { key: atom ? keyOfAtom(atom) : letters, isWord, from: index, to: index + letters.length }
  })
  return { nodes, tokens, words }
}

const keyOfAtom = ({ type, attrs }: BodyNode) => `${ATOM}${canonicalJson({ type, attrs: attrs ?? {} })}`

/** What stands between two places of a line. */
export function slice(nodes: readonly BodyNode[], from: number, to: number): BodyNode[] {
  const found: BodyNode[] = []
  let at = 0
  for (const node of nodes) {
    const end = at + lengthOf(node)
    if (end > from && at < to) {
      const text = node.text?.slice(Math.max(0, from - at), to - at)
      found.push(text === undefined ? node : { ...node, text })
    }
    at = end
  }
  return found
}

/** Text nodes with equal marks side by side become one, as ProseMirror writes them. */
export function joined(nodes: readonly BodyNode[]): BodyNode[] {
  const found: BodyNode[] = []
  for (const node of nodes) {
    const last = found.at(-1)
    if (last?.text !== undefined && node.text !== undefined && marksOf(last) === marksOf(node))
      found[found.length - 1] = { ...last, text: last.text + node.text }
    else found.push(node)
  }
  return found
}

export const marksOf = ({ marks = [] }: BodyNode): string => canonicalJson(marks)

/** Words in a node and all that it holds. */
export function wordsIn(node: BodyNode): number {
  if (isLine(node)) return lineOf(node.content ?? []).words
  return (node.content ?? []).reduce((sum, child) => sum + wordsIn(child), 0)
}

export const wordsOfText = (text: string): number => lineOf(text === '' ? [] : [{ type: 'text', text }]).words

const HOLDERS = new Set(['doc', 'table', 'tableRow', 'tableCell', 'tableHeader'])
const ATOMS = new Set(['image', 'pageBreak'])

/** A block whose content is words. */
export const isLine = ({ type }: BodyNode): boolean => !HOLDERS.has(type) && !ATOMS.has(type)
export const isHolder = ({ type }: BodyNode): boolean => HOLDERS.has(type)
