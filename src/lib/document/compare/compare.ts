/**
 * Two texts of one draft compared (docs/decisions/0017-versions.md): structure first, then words. Linear in what is equal,
 * bounded in what differs; where the bound would break, lines are shown as written anew, and the answer says so.
 */
import { canonicalJson } from '../canonical.ts'
import { type BodyNode, type Fields, type OfficialDocument, TEXT_FIELDS } from '../model.ts'
import type { Comparison, Entry, FieldChange, Piece, Shell, Within, Words } from './entry.ts'
import { isHolder, isLine, joined, type Line, lineOf, marksOf, slice, type Token, wordsIn } from './line.ts'
import { blockOf, type Lexicon, pair } from './pairs.ts'
import { common, heaviestRising, Purse } from './sequence.ts'

/** Two hundred pages in which every line was touched take a quarter of it; at the end of it some 300 ms have gone. */
const STEPS = 20_000_000

type Text = Pick<OfficialDocument, 'fields' | 'body'>

export function compare(before: Text, after: Text, steps = STEPS): Comparison {
  const purse = new Purse(steps)
  const entries = compareNodes(before.body.content ?? [], after.body.content ?? [], purse, true)
  const fields = compareFields(before.fields, after.fields, purse)
  const words = { in: 0, out: 0 }
  countEntries(entries, words)
  for (const { name, pieces } of fields) if (pieces && isCounted(name)) countPieces(pieces, words)
  return { fields, entries, words, isCoarse: purse.isEmpty }
}

const isCounted = (name: keyof Fields) => TEXT_FIELDS.some((field) => field === name)

function compareNodes(old: readonly BodyNode[], now: readonly BodyNode[], purse: Purse, moves: boolean): Entry[] {
  const lexicon: Lexicon = new Map()
  const blocksIn = (nodes: readonly BodyNode[]) => nodes.map((node) => blockOf(node, lexicon))
  const [before, after] = [blocksIn(old), blocksIn(now)]
  const pairs = pair(before, after, purse, moves)
  const ordered = [...pairs].toSorted(([b], [c]) => b - c)
  const kept = heaviestRising(
    ordered.map(([, a]) => a),
    ordered.map(([b]) => 1 + (after[b]?.words.length ?? 0)),
  )
  const stays = new Set(ordered.filter((_, index) => kept.has(index)).map(([b]) => b))
  const taken = new Set(pairs.values())
  const entries: Entry[] = []
  /** Blocks of the old text up to here have been told of. */
  let told = 0
  const tellGone = (upTo: number) => {
    for (; told < upTo; told++) {
      const node = old[told]
      if (node && !taken.has(told)) entries.push({ is: 'out', before: told, node })
    }
  }
  for (const [b, node] of now.entries()) {
    const a = pairs.get(b)
    const other = a === undefined ? undefined : old[a]
    if (a === undefined || other === undefined) {
      entries.push({ is: 'in', after: b, node })
      continue
    }
    const isMoved = !stays.has(b)
    if (!isMoved) tellGone(a)
    const both = { before: a, after: b, isMoved }
    if (before[a]?.same === after[b]?.same && before[a]?.id === after[b]?.id)
      entries.push({ is: 'same', node, ...both })
    else entries.push({ is: 'changed', ...both, ...change(other, node, purse) })
    if (!isMoved) told = Math.max(told, a + 1)
  }
  tellGone(old.length)
  return entries
}

function change(old: BodyNode, now: BodyNode, purse: Purse): { old: Shell; new: Shell; within: Within } {
  return { old: shellOf(old), new: shellOf(now), within: compareWithin(old, now, purse) }
}

function shellOf({ content: _, text: __, ...shell }: BodyNode): Shell {
  return shell
}

function compareWithin(old: BodyNode, now: BodyNode, purse: Purse): Within {
  if (isLine(now)) return compareLines(lineOf(old.content ?? []), lineOf(now.content ?? []), purse)
  if (!isHolder(now)) return { is: 'atom' }
  return { is: 'children', entries: compareNodes(old.content ?? [], now.content ?? [], purse, false) }
}

/** Of a line in which less than this is left, the rest would be confetti. */
const LEAST_KEPT = 0.35
/** But one that was only written on, or cut short, has kept nearly all of the shorter one. */
const GROWN_KEPT = 0.8
/** Shorter lines are read at a glance either way. */
const FEW_WORDS = 5

function compareLines(old: Line, now: Line, purse: Purse): Within {
  const keysOf = ({ tokens }: Line) => tokens.map(({ key }) => key)
  const pairs = common(keysOf(old), keysOf(now), purse)
  const kept = pairs?.filter(([i]) => old.tokens[i]?.isWord).length ?? 0
  const most = Math.max(old.words, now.words)
  const least = Math.min(old.words, now.words)
  const isRewritten = least > 0 && most > FEW_WORDS && kept < LEAST_KEPT * most && kept < GROWN_KEPT * least
  if (!pairs || isRewritten) {
    const pieces: Piece[] = []
    if (old.nodes.length > 0) pieces.push({ is: 'out', nodes: [...old.nodes] })
    if (now.nodes.length > 0) pieces.push({ is: 'in', nodes: [...now.nodes] })
    return { is: 'line', pieces, isRewritten: old.nodes.length > 0 && now.nodes.length > 0 }
  }
  return { is: 'line', pieces: piecesOf(old, now, calm(old, pairs)), isRewritten: false }
}

/** A blank or a comma alone between two changes belongs to them: «một hai» → «ba bốn» is one change. */
function calm(old: Line, pairs: readonly [number, number][]): [number, number][] {
  const runs: [number, number][][] = []
  for (const pair of pairs) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && pair[0] === last[0] + 1 && pair[1] === last[1] + 1) run.push(pair)
    else runs.push([pair])
  }
  return runs
    .filter((run, index) => {
      const isBetween = index > 0 && index < runs.length - 1
      return !isBetween || run.some(([i]) => old.tokens[i]?.isWord)
    })
    .flat()
}

function piecesOf(old: Line, now: Line, pairs: readonly [number, number][]): Piece[] {
  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  const tellBetween = (toI: number, toJ: number) => {
    const [out, into] = [cut(old, i, toI), cut(now, j, toJ)]
    if (out.length > 0) pieces.push({ is: 'out', nodes: out })
    if (into.length > 0) pieces.push({ is: 'in', nodes: into })
  }
  for (let at = 0; at < pairs.length;) {
    const [fromI, fromJ] = pairs[at] ?? [0, 0]
    tellBetween(fromI, fromJ)
    let run = 1
    while (pairs[at + run]?.[0] === fromI + run && pairs[at + run]?.[1] === fromJ + run) run++
    pieces.push(...keptPieces(cut(old, fromI, fromI + run), cut(now, fromJ, fromJ + run)))
    ;[i, j] = [fromI + run, fromJ + run]
    at += run
  }
  tellBetween(old.tokens.length, now.tokens.length)
  return pieces
}

function cut({ nodes, tokens }: Line, from: number, to: number): BodyNode[] {
  const [first, last]: (Token | undefined)[] = [tokens[from], tokens[to - 1]]
  return from < to && first && last ? slice(nodes, first.from, last.to) : []
}

/** The same letters on both sides, parted where their marks begin to differ or to agree. */
function keptPieces(old: readonly BodyNode[], now: readonly BodyNode[]): Piece[] {
  const pieces: Piece[] = []
  for (const [before, node] of sideBySide(old, now)) {
    const isSame = marksOf(before) === marksOf(node)
    const last = pieces.at(-1)
    if (isSame && last?.is === 'same') last.nodes = joined([...last.nodes, node])
    else if (!isSame && last?.is === 'form') {
      last.before = joined([...last.before, before])
      last.nodes = joined([...last.nodes, node])
    } else pieces.push(isSame ? { is: 'same', nodes: [node] } : { is: 'form', before: [before], nodes: [node] })
  }
  return pieces
}

/** Two rows of nodes with the same letters, cut at the ends of either. */
function* sideBySide(old: readonly BodyNode[], now: readonly BodyNode[]): Generator<[BodyNode, BodyNode]> {
  let [i, j, fromI, fromJ] = [0, 0, 0, 0]
  for (let [a, b] = [old[0], now[0]]; a && b; [a, b] = [old[i], now[j]]) {
    const length = Math.min(letters(a) - fromI, letters(b) - fromJ)
    yield [part(a, fromI, length), part(b, fromJ, length)]
    fromI += length
    fromJ += length
    if (fromI >= letters(a)) [i, fromI] = [i + 1, 0]
    if (fromJ >= letters(b)) [j, fromJ] = [j + 1, 0]
  }
}

const letters = ({ text }: BodyNode) => text?.length ?? 1
const part = (node: BodyNode, from: number, length: number): BodyNode =>
  node.text === undefined ? node : { ...node, text: node.text.slice(from, from + length) }

/** Fields of the page that are chosen, or that people never see. */
const CHOICES: ReadonlySet<keyof Fields> = new Set(['kind', 'urgency', 'circulation', 'sheet'])
const HIDDEN: ReadonlySet<keyof Fields> = new Set(['signerId', 'meantBlanks'])

function compareFields(before: Fields, after: Fields, purse: Purse): FieldChange[] {
  const names = Object.keys({ ...before, ...after }).filter(isFieldOf(before, after))
  return names.flatMap((name): FieldChange[] => {
    const [old, now] = [before[name] ?? '', after[name] ?? '']
    if (old === now || HIDDEN.has(name)) return []
    const pieces = CHOICES.has(name) ? null : piecesOfTexts(old, now, purse)
    return [{ name, before: old, after: now, pieces }]
  })
}

const isFieldOf =
  (...all: Fields[]) =>
  (name: string): name is keyof Fields =>
    all.some((fields) => name in fields)

function piecesOfTexts(old: string, now: string, purse: Purse): Piece[] {
  const asLine = (text: string) => lineOf(text === '' ? [] : [{ type: 'text', text }])
  const within = compareLines(asLine(old), asLine(now), purse)
  return within.is === 'line' ? within.pieces : []
}

// ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function countEntries(entries: readonly Entry[], words: Words): void {
  for (const entry of entries) {
    if (entry.is === 'in' || entry.is === 'out') words[entry.is] += wordsIn(entry.node)
    else if (entry.is === 'changed') countWithin(entry.within, words)
  }
}

function countWithin(within: Within, words: Words): void {
  if (within.is === 'line') countPieces(within.pieces, words)
  else if (within.is === 'children') countEntries(within.entries, words)
}

function countPieces(pieces: readonly Piece[], words: Words): void {
  for (const { is, nodes } of pieces) if (is === 'in' || is === 'out') words[is] += lineOf(nodes).words
}

/** Words that came and went in one entry. */
export function wordsOfEntry(entry: Entry): Words {
  const words = { in: 0, out: 0 }
  countEntries([entry], words)
  return words
}

/** Whether two texts say the same in the same look. */
export const isEqual = (before: Text, after: Text): boolean =>
  canonicalJson([before.fields, before.body]) === canonicalJson([after.fields, after.body])
