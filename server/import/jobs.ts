/** What a process does for an import: a file may be made to cost, and a long one takes its time. */
import { imagesIn } from '../../src/lib/document/image.ts'
import { type ImportReport, importReport } from '../../src/lib/document/import-report.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import { AppError } from '../../src/lib/errors.ts'
import { standingImages } from './content.ts'
import type { TakenImage } from './images.ts'
import { forKind } from './kind.ts'
import { kindOfContent, readingsOf, variantsOf } from './readings.ts'
import { anchored, remarksOf } from './remarks.ts'
import { reportOf } from './report.ts'
import { type BroughtFields, broughtFields, content, type Remark, type Variant } from './shapes.ts'
import { inFileOrder, placesOf, suggestionsOf } from './suggested.ts'
import { readWord } from './word/read.ts'
import { Refusal } from './word/refusal.ts'
import type { Reading, WordFile } from './word/shapes.ts'

export interface FileToRead {
  bytes: Uint8Array
  fileName: string
  /** The name of the office that imports, as on its letterhead. */
  agency: string
  /** Its images that are kept, by their paths in the file; null before anybody has seen which there are. */
  taken: ReadonlyMap<string, TakenImage> | null
}

export type Read =
  /** As it is kept; `content` is JSON. */
  | { is: 'read'; report: ImportReport; content: string }
  /** To be looked at first, by their paths, in reading order; then the file is read once more. */
  | { is: 'withImages'; images: Map<string, Uint8Array> }

/** Throws `bad_word_file {reason, what}`, as `wordFileOf` does. */
export function read({ bytes, fileName, agency, taken }: FileToRead): Read {
  const whole = wordFileOf(bytes)
  const hasChanges = whole.revisions.length > 0
  const readFile = (reading: Reading) => wordFileOf(bytes, reading)
  // What was taken out is in the draft as long as nobody has accepted that.
  const files = hasChanges ? [readFile({ accepted: new Set(), trying: new Set() }), whole] : [whole]
  const images = taken ? new Map<string, Uint8Array>() : new Map(files.flatMap((file) => [...imagesToTake(file)]))
  if (images.size > 0) return { is: 'withImages', images }
  const readings = readingsOf(whole, readFile, taken ?? new Map())
  const { file, placed } = readings
  const { parsed, words } = placed
  const kept = {
    fields: broughtFields.parse(parsed.fields),
    blocks: parsed.blocks,
    labels: parsed.labels,
    remarks: remarksOf(file, words),
    variants: variantsOf(readings),
  }
  const kind = kindOfContent(placed)
  return {
    is: 'read',
    report: reportOf({ fileName, size: bytes.length, kind, agency }, readings),
    content: JSON.stringify(kept),
  }
}

/** What the file holds, in its own order. Throws `bad_word_file {reason, what}`. */
export function wordFileOf(bytes: Uint8Array, reading?: Reading): WordFile {
  try {
    return readWord(bytes, reading)
  } catch (failure) {
    if (failure instanceof Refusal) throw new AppError('bad_word_file', { reason: failure.reason, what: failure.what })
    throw failure
  }
}

function imagesToTake(file: WordFile): Map<string, Uint8Array> {
  const images = standingImages(file).flatMap((path) => {
    const bytes = file.images.get(path)
    return bytes ? [[path, bytes] as const] : []
  })
  return new Map(images)
}

/** What was kept, and the kind that a person chose. */
export interface Chosen {
  content: string
  report: unknown
  kind: KindId
}

/** The report of the draft that this kind makes. */
export const reportFor = (chosen: Chosen): ImportReport => forKind(keptOf(chosen), chosen.kind).report

/** Everything that a draft of this kind is made of; `blocks` is the JSON of its text. */
export interface Made {
  fields: BroughtFields
  blocks: string
  /** Hashes. */
  images: string[]
  remarks: Remark[]
  /** The text with the changes of each author. */
  variants: Variant[]
  report: ImportReport
}

export function makeFor(chosen: Chosen): Made {
  const kept = keptOf(chosen)
  const { fields, blocks, report } = forKind(kept, chosen.kind)
  const variants = kept.variants.map((variant) => {
    const own = forKind({ ...kept, ...variant }, chosen.kind)
    return { ...variant, fields: own.fields, blocks: own.blocks }
  })
  const bodies = [blocks, ...variants.map((variant) => variant.blocks)]
  const images = new Set(bodies.flatMap((content) => [...imagesIn({ type: 'doc', content })]))
  return { fields, blocks: JSON.stringify(blocks), images: [...images], remarks: kept.remarks, variants, report }
}

const keptOf = (chosen: Chosen) => ({
  ...content.parse(JSON.parse(chosen.content)),
  report: importReport.parse(chosen.report),
})

/** Each remark beside its passage in the text of the draft. */
export const placeRemarks = ({ remarks, text }: { remarks: Remark[]; text: Uint8Array }) => anchored(remarks, text)

/** A suggestion in the name of somebody elsewhere. */
export interface BroughtSuggestion {
  author: string
  /** Null where the file says none that could be. */
  at: Date | null
  changes: Change[]
}

/** What each author suggests about the text of the draft, in the order of the file. `base`: the words that it began with. */
export function placeSuggestions({
  text,
  base,
  variants,
}: {
  text: Uint8Array
  base: { fields: BroughtFields; blocks: string }
  variants: Variant[]
}): BroughtSuggestion[] {
  const words = content.pick({ fields: true, blocks: true }).parse({ ...base, blocks: JSON.parse(base.blocks) })
  const all = variants.flatMap((variant) => {
    const found = suggestionsOf(text, words, variant)
    if (!found) throw new Error('what was read as suggestions is none')
    return placesOf(found, variant.when).map((one) => ({ author: variant.author, ...one }))
  })
  return inFileOrder(all).map(({ author, at, changes }) => ({ author, at, changes }))
}
