/** A line as a row of words: the unit in which people read a change. */
import { canonicalJson } from '../canonical.ts'
import type { BodyNode } from '../model.ts'

/** Stands for what is no letter: a reference, a footnote, a forced line end. */
const ATOM = '\uFFFC'
const WORD = /[\p{L}\p{N}\p{M}]/u
const BLANK = /\s/u
const [OF_WORD, OF_BLANK, ALONE] = [1, 2, 3]
/** Of each UTF-16 unit, once it has been asked for: asking a class of Unicode again and again took a third of a comparison. */
const kinds = new Uint8Array(2 ** 16)

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
  const tokens: Token[] = []
  let [words, from] = [0, 0]
  while (from < text.length) {
    const kind = kindAt(text, from)
    let to = from + unitsAt(text, from)
    if (kind !== ALONE) while (to < text.length && kindAt(text, to) === kind) to += unitsAt(text, to)
    const atom = atoms.get(from)
    if (kind === OF_WORD) words++
    tokens.push({ key: atom ? keyOfAtom(atom) : text.slice(from, to), isWord: kind === OF_WORD, from, to })
    from = to
  }
  return { nodes, tokens, words }
}

const unitsAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

function kindAt(text: string, at: number): number {
  const code = text.codePointAt(at) ?? 0
  const known = kinds[code]
  if (known) return known
  const letter = String.fromCodePoint(code)
  const kind = WORD.test(letter) ? OF_WORD : BLANK.test(letter) ? OF_BLANK : ALONE
  if (code < kinds.length) kinds[code] = kind
  return kind
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
