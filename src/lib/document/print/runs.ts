/** Inline content as runs: neighbours that look the same are one run, references become their words. */
import type { BodyNode, Run } from '../model.ts'
import { DANGLING } from '../references.ts'

export function runsOf(block: BodyNode, citations: ReadonlyMap<string, string>): Run[] {
  const runs: Run[] = []
  for (const node of block.content ?? []) {
    const style = styleOf(node)
    if (node.type === 'footnote')
      runs.push({
        text: '',
        footnote: String(node.attrs?.text ?? ''),
        ...(style.tag !== undefined && { tag: style.tag }),
      })
    else join(runs, { text: wordsOf(node, citations), ...style })
  }
  return runs.filter((run) => run.text !== '' || run.footnote !== undefined)
}

function wordsOf(node: BodyNode, citations: ReadonlyMap<string, string>): string {
  if (node.type === 'hardBreak') return '\n'
  if (node.type === 'reference') return citations.get(String(node.attrs?.target)) ?? DANGLING
  return node.text ?? ''
}

function styleOf(node: BodyNode): Omit<Run, 'text'> {
  const names = new Set(node.marks?.map(({ type }) => type))
  const style: Omit<Run, 'text'> = {}
  if (names.has('bold')) style.bold = true
  if (names.has('italic')) style.italic = true
  if (names.has('underline')) style.underline = true
  if (names.has('strike')) style.strike = true
  if (names.has('subscript')) style.script = 'sub'
  else if (names.has('superscript')) style.script = 'super'
  const tag = tagOf(node.marks?.find(({ type }) => type === TAG))
  if (tag !== undefined) style.tag = tag
  return style
}

/** A mark that no schema knows, and so no stored text has: `suggest/readings.ts` puts it there. */
export const TAG = 'tag'

/** Of a block, or of the mark of words. */
export function tagOf(told: { attrs?: Record<string, unknown> } | undefined): number | undefined {
  const tag = told?.attrs?.[TAG]
  return typeof tag === 'number' ? tag : undefined
}

function join(runs: Run[], run: Run): void {
  const last = runs.at(-1)
  if (last && last.footnote === undefined && sameStyle(last, run)) last.text += run.text
  else runs.push(run)
}

function sameStyle(a: Run, b: Run): boolean {
  return (
    a.bold === b.bold &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.strike === b.strike &&
    a.script === b.script &&
    a.tag === b.tag
  )
}

/** All runs in upper case; footnotes keep theirs. */
export function upperCase(runs: readonly Run[]): Run[] {
  return runs.map((run) => ({ ...run, text: run.text.toUpperCase() }))
}

/** The name of a kind, up to the line end, in upper case; the trích yếu below it as it was written. */
export function kindUpperCase(runs: readonly Run[]): Run[] {
  let isBelow = false
  return runs.map((run) => {
    if (isBelow) return run
    const [name = '', ...subject] = run.text.split('\n')
    isBelow = subject.length > 0
    return { ...run, text: [name.toUpperCase(), ...subject].join('\n') }
  })
}

/** The text of the runs without their look. */
export function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('')
}
