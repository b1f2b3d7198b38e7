/** What was read, for the kind that a person chooses: its numbers, and the fields that it has no place for as text. */
import { CHANGED, type ImportReport } from '../../src/lib/document/import-report.ts'
import type { Kind } from '../../src/lib/document/kind.ts'
import { type KindId, kindOf } from '../../src/lib/document/kinds.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { countsOf, numberChanges, shortened } from './report.ts'
import type { BroughtFields } from './shapes.ts'

interface Brought {
  fields: BroughtFields
  blocks: BodyNode[]
  /** What stood in front of each clause and appendix. */
  labels: readonly string[]
  report: ImportReport
}

/** The same text with its report, as the draft of this kind has them. */
export function forKind({ fields, blocks, labels, report }: Brought, kind: KindId): Omit<Brought, 'labels'> {
  const { above, below, kept } = parted(fields, kindOf(kind))
  // A title that is no kind of ours stays on top.
  const top = report.kindName === '' ? 0 : 1
  const all = [...blocks.slice(0, top), ...above.map(paragraph), ...blocks.slice(top), ...below.map(paragraph)]
  const asText = [...above, ...below]
  const others = report.changed.filter(({ what }) => !REMADE.has(what))
  const remade = [
    ...others,
    ...numberChanges(kind, all, labels),
    { what: 'asText' as const, count: asText.length, words: shortened(asText) },
  ]
  return {
    fields: kept,
    blocks: all,
    report: {
      ...report,
      fields: report.fields.filter(({ field }) => kept[field] !== undefined),
      counts: countsOf(all),
      changed: remade
        .filter(({ count }) => count > 0)
        .toSorted((a, b) => CHANGED.indexOf(a.what) - CHANGED.indexOf(b.what)),
    },
  }
}

const REMADE: ReadonlySet<string> = new Set(['renumbered', 'handNumbers', 'asText'])

/** The fields that this kind has, and the lines of those that it has not. */
function parted(fields: BroughtFields, kind: Kind) {
  const kept = { ...fields }
  const above: string[] = []
  const below: string[] = []
  const take = (isOf: boolean, names: readonly (keyof BroughtFields)[], write: (text: string) => string[]) => {
    const texts = names.flatMap((name) => (kept[name] ? [kept[name]] : []))
    if (isOf || texts.length === 0) return []
    for (const name of names) delete kept[name]
    return texts.flatMap(write)
  }
  const plain = (text: string) => text.split('\n')
  above.push(...take(kind.authority !== 'none', ['authority'], plain))
  above.push(...take(kind.subject !== 'none', ['subject'], plain))
  if (kind.head !== 'sheet') delete kept.sheet
  above.push(...take(kind.addressees !== 'none', ['addressees'], dear))
  above.push(...take(kind.head === 'sheet', ['leaderWords'], plain))
  below.push(...take(kind.second !== null, ['secondCapacity', 'secondName'], plain))
  return { kept, above, below }
}

function dear(addressees: string): string[] {
  const lines = addressees.split('\n')
  return lines.length === 1 ? [`Kính gửi: ${addressees}`] : ['Kính gửi:', ...lines.map((line) => `- ${line}`)]
}

const paragraph = (text: string): BodyNode => ({ type: 'paragraph', content: [{ type: 'text', text }] })
