/** How a suggestion reads, for a card or a list. */
import { AROUND } from '../anchors/anchor.ts'
import type { BodyNode } from '../model.ts'
import { clauseLevel } from '../nodes/clause.ts'
import { isBlockRole } from '../nodes/textblock.ts'
import type { Change } from './shapes.ts'

/** What a reference says, by the name of the clause that it points to. Undefined where there is none, or nobody knows. */
export type Cite = (target: string) => string | undefined
const unknown: Cite = () => undefined

/** The words of plain content: a blank for a line end, one between blocks, a sign for what has no words. */
export function wordsIn(content: readonly BodyNode[], cite = unknown): string {
  return content
    .map(({ type, text, content: inner, attrs }) => {
      if (text !== undefined) return text
      if (type === 'hardBreak') return ' '
      if (type === 'footnote') return ` [${String(attrs?.text ?? '')}] `
      if (type === 'image') return `[▣ ${String(attrs?.alt ?? '')}] `
      if (type === 'reference') return `[→${pointedTo(cite(String(attrs?.target ?? '')))}]`
      if (type === 'pageBreak') return '[⤓] '
      return `${wordsIn(inner ?? [], cite)} `
    })
    .join('')
}

const pointedTo = (words: string | undefined): string => (words === undefined ? '' : ` ${words}`)

export type Kind =
  'put' | 'gone' | 'replaced' | 'rewritten' | 'look' | 'form' | 'split' | 'join' | 'move' | 'field' | 'several'

export interface Told {
  kind: Kind
  was: string
  put: string
}

/** One change of it. */
export interface ToldChange extends Told {
  /** What else changes, or is said of what comes: a mark, what a line is, which field. */
  traits: readonly Trait[]
}

/** `name` is a mark, an attribute, a field, or `role` with the kind of a line or its level as value. */
export interface Trait {
  of: 'mark' | 'form' | 'line' | 'field'
  name: string
  was?: unknown
  put?: unknown
}

/** What it is, in one word, and the words before and after. */
export function toldOf(changes: readonly Change[], cite = unknown): Told {
  const all = toldEach(changes, cite)
  const [first] = all
  if (first && all.length === 1) return { kind: first.kind, was: first.was, put: first.put }
  const structural = all.find(({ kind }) => kind === 'split' || kind === 'join')
  const join = (of: (one: Told) => string) => all.map(of).filter(Boolean).join(' … ')
  return {
    kind: structural?.kind ?? 'several',
    was: join(({ was }) => was),
    put: join(({ put }) => put),
  }
}

/** Each change by itself, in their order: none is left out. What goes in one place and comes in another was moved. */
export function toldEach(changes: readonly Change[], cite = unknown): ToldChange[] {
  const move = moveIn(changes)
  return move ? [toldMove(move, cite)] : columnsAsOne(changes, cite)
}

/** Cells of one column come, or go, one in each row: that is one thing. What their neighbours' measures become follows from it. */
function columnsAsOne(changes: readonly Change[], cite: Cite): ToldChange[] {
  const toldHere = (change: Change) => told(change, cite)
  const cells = changes.filter((change) => change.is === 'blocks' && [...change.put, ...change.was].every(isCell))
  if (cells.length === 0) return changes.map(toldHere)
  const all = cells.map(toldHere)
  const join = (of: (one: ToldChange) => string) => all.map(of).filter(Boolean).join(' · ')
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  const kind = kinds.length === 1 && kinds[0] ? kinds[0] : 'replaced'
  const traits: Trait[] = [{ of: 'line', name: 'tableCell' }, ...all.flatMap(({ traits }) => traits)]
  const rest = changes.filter((change) => !cells.includes(change) && !isMeasure(change))
  return [{ kind, was: join(({ was }) => was), put: join(({ put }) => put), traits }, ...rest.map(toldHere)]
}

const isCell = ({ type }: BodyNode): boolean => type === 'tableCell' || type === 'tableHeader'
const isMeasure = (change: Change): boolean =>
  change.is === 'form' && Object.keys(change.put).every((name) => name === 'colwidth')

/** Blocks that go in one place and come in another: see `asMoves` in compare.ts. */
export interface Move {
  put: Blocks
  gone: Blocks
}
type Blocks = Extract<Change, { is: 'blocks' }>

/** Null where it is no move, but several changes. */
export function moveIn([put, gone, ...more]: readonly Change[]): Move | null {
  if (put?.is !== 'blocks' || gone?.is !== 'blocks' || more.length > 0) return null
  const isMove = put.removed.length === 0 && gone.put.length === 0 && put.put.length > 0
  return isMove && (hasSameWords(put, gone) || hasSameIds(put, gone)) ? { put, gone } : null
}

const hasSameWords = (put: Blocks, gone: Blocks): boolean => wordsIn(put.put).trimEnd() === wordsIn(gone.was).trimEnd()

function hasSameIds(put: Blocks, gone: Blocks): boolean {
  const ids = (blocks: readonly BodyNode[]) => blocks.flatMap(({ attrs }) => (attrs?.id ? [attrs.id] : [])).join()
  return ids(put.put) !== '' && ids(put.put) === ids(gone.was)
}

/** Its words stand once where they are the same in both places. */
function toldMove({ put, gone }: Move, cite: Cite): ToldChange {
  const [was, now] = [told(gone, cite).was, told(put, cite).put]
  const traits = [...linesIn(put.put), ...marksIn(put.put, gone.was)]
  return { kind: 'move', was: was === now ? '' : was, put: now, traits }
}

function told(change: Change, cite: Cite): ToldChange {
  switch (change.is) {
    case 'words':
    case 'blocks': {
      const [was, put] = [seen(wordsIn(change.was, cite)), seen(wordsIn(change.put, cite))]
      const hasGone = (change.is === 'words' ? change.was : change.removed).length > 0
      const isBoth = hasGone && change.put.length > 0
      const isNew = isBoth && change.is === 'words' && isRewritten(change, was)
      const kind = isNew ? 'rewritten' : isBoth ? 'replaced' : hasGone ? 'gone' : 'put'
      return { kind, was, put, traits: [...linesIn(change.put), ...marksIn(change.put, change.was)] }
    }
    case 'look': {
      const { mark: name, on: put } = change
      return { kind: 'look', was: wordsIn(change.was, cite), put: '', traits: [{ of: 'mark', name, put }] }
    }
    case 'form': {
      const names = Object.keys(change.put).filter((name) => name !== 'id')
      const traits = names.map((name): Trait => ({ of: 'form', name, was: change.was[name], put: change.put[name] }))
      return { kind: 'form', was: change.text, put: '', traits }
    }
    case 'split':
      return { kind: 'split', was: '', put: '', traits: linesIn([change.put]) }
    case 'join':
      return { kind: 'join', was: '', put: '', traits: [] }
    case 'field': {
      const { name, was, put } = change
      return { kind: 'field', was, put, traits: [{ of: 'field', name }] }
    }
  }
}

/** A blank that goes or comes alone is told, too. */
const seen = (words: string): string => words.trimEnd() || words.replaceAll(/\s/g, '␣')

/** A line of some words of which hardly a third stays. What is told of the letters around is all of them where it is short. */
function isRewritten({ around }: Extract<Change, { is: 'words' }>, was: string): boolean {
  const stays = around.before.length + around.after.length
  const isAll = around.before.length < AROUND && around.after.length < AROUND
  return isAll && was.length >= SOME_LETTERS && was.length >= 2 * stays
}
const SOME_LETTERS = 20

/** What lines come that are no running text. */
function linesIn(content: readonly BodyNode[]): Trait[] {
  const kinds = content
    .filter(({ type }) => (isBlockRole(type) && type !== 'paragraph') || type === 'tableRow')
    .map(({ type, attrs }) => (type === 'clause' ? clauseLevel(attrs?.level) : attrs?.isAttached ? 'attached' : type))
  return [...new Set(kinds)].map((name) => ({ of: 'line', name }))
}

/** Marks on what comes that are not on what goes. */
function marksIn(put: readonly BodyNode[], was: readonly BodyNode[]): Trait[] {
  const names = (content: readonly BodyNode[]): string[] =>
    content.flatMap(({ marks, content: inner }) => [...(marks?.map(({ type }) => type) ?? []), ...names(inner ?? [])])
  const known = new Set(names(was))
  return [...new Set(names(put))].filter((name) => !known.has(name)).map((name) => ({ of: 'mark', name, put: true }))
}
