/** The body as print blocks, every number, reference and ending resolved. */
import { imageAttributes } from '../image.ts'
import { type KindId, kindOf } from '../kinds.ts'
import type { BodyNode, PrintBlock, Run } from '../model.ts'
import { clauseLevel } from '../nodes/clause.ts'
import { alignment, lineMarker } from '../nodes/textblock.ts'
import { bodyLabels, type ClauseLabel } from '../numbering.ts'
import { citations } from '../references.ts'
import { plainText, titledClauses } from '../titled.ts'
import { kindUpperCase, runsOf, tagOf, textOf, upperCase } from './runs.ts'
import { printTable } from './table.ts'

/** `pointer` is the line under the title of every appendix and attached document. */
export function printBlocks(body: BodyNode, kind: KindId, pointer: string): PrintBlock[] {
  const labels = bodyLabels(body, kind)
  const words = citations(body, kind)
  const blocks = body.content ?? []
  const titled = titledClauses(blocks)
  const printed = (block: BodyNode, index: number): PrintBlock[] => {
    const label = labels[index]
    if (block.type === 'clause' && label) {
      return [printClause(block, label, runsOf(block, words), titled[index] === true)]
    }
    if (block.type === 'appendix' && label) {
      const [isLandscape, isAttached] = [block.attrs?.isLandscape === true, block.attrs?.isAttached === true]
      const runs = (isAttached ? kindUpperCase : upperCase)(runsOf(block, words))
      return [{ type: 'appendix', label: label.label, runs, pointer, isLandscape, isAttached }]
    }
    if (block.type === 'basis')
      return [{ type: 'basis', runs: ended(runsOf(block, words), basisEnding(blocks, index)) }]
    if (block.type === 'formula')
      return [{ type: 'formula', text: plainText(block).trim() || (kindOf(kind).formula ?? '') }]
    if (block.type === 'pageBreak') return [{ type: 'page-break' }]
    if (block.type === 'image') return [printImage(block)]
    if (block.type === 'table') {
      const table = printTable(block, (cell) => (cell.content ?? []).map((line) => printInCell(line, cell, words)))
      return table ? [table] : []
    }
    return [printLine(block, words)]
  }
  return blocks.flatMap((block, index) => tagged(printed(block, index), block))
}

function tagged(printed: PrintBlock[], block: BodyNode): PrintBlock[] {
  const tag = tagOf(block)
  return tag === undefined ? printed : printed.map((one) => ({ ...one, tag }))
}

/** For each printed block its place in the body: a table without cells prints nothing. */
export function printedPlaces(body: BodyNode): number[] {
  const prints = ({ type, content }: BodyNode) => type !== 'table' || content?.some((row) => row.content?.length)
  return (body.content ?? []).flatMap((block, index) => (prints(block) ? [index] : []))
}

function printImage(block: BodyNode): PrintBlock {
  const { hash, widthMm, pixelWidth, pixelHeight, alt } = imageAttributes(block.attrs ?? {})
  return { type: 'image', hash, widthMm, ratio: pixelHeight / pixelWidth, alt: alt.trim() }
}

function printClause(block: BodyNode, label: ClauseLabel, runs: Run[], isTitled: boolean): PrintBlock {
  const level = clauseLevel(block.attrs?.level)
  const inCapitals = level === 'phan' || level === 'chuong' || level === 'muc' || level === 'tieu-muc'
  return {
    type: 'clause',
    level,
    label: label.label,
    runs: inCapitals ? upperCase(runs) : runs,
    isTitled,
    isCentred: label.isCentred,
  }
}

/** A paragraph, a list line or a quoted line, in the body or in a cell. */
function printLine(block: BodyNode, words: ReadonlyMap<string, string>): PrintBlock {
  const runs = runsOf(block, words)
  if (block.type === 'listLine') {
    const marker = `${lineMarker(block.attrs?.marker)} `
    const [first, ...others] = runs
    const isPlain = first && Object.keys(first).length === 1
    const marked = isPlain ? [{ text: marker + first.text }, ...others] : [{ text: marker }, ...runs]
    return { type: 'paragraph', runs: marked, align: 'justify', indent: true }
  }
  return { type: 'paragraph', runs, align: alignment(block.attrs?.align), indent: block.attrs?.indent !== false }
}

/** In a cell nothing is indented or stretched; what nobody has aligned stands left, in a heading centred. */
function printInCell(line: BodyNode, cell: BodyNode, words: ReadonlyMap<string, string>): PrintBlock {
  if (line.type === 'image') return printImage(line)
  const printed = printLine(line, words)
  if (printed.type !== 'paragraph') return printed
  const usual = cell.type === 'tableHeader' ? 'center' : 'left'
  return { ...printed, align: printed.align === 'justify' ? usual : printed.align, indent: false }
}

/** ";" while another căn cứ follows, then "." (Phụ lục I, II.6.a). */
export function basisEnding(blocks: readonly BodyNode[], index: number): ';' | '.' {
  return blocks[index + 1]?.type === 'basis' ? ';' : '.'
}

/** Completes a căn cứ that has no ending yet; one that was typed is kept, right or wrong: the checker speaks of it. */
function ended(runs: Run[], ending: string): Run[] {
  if (textOf(runs).trim() === '' || /[;.,:]\s*$/.test(textOf(runs))) return runs
  const last = runs.at(-1)
  if (!last || last.footnote !== undefined) return [...runs, { text: ending }]
  return [...runs.slice(0, -1), { ...last, text: last.text.trimEnd() + ending }]
}
