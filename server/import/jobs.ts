/** What a process does for an import: a file may be made to cost, and a long one takes its time. */
import { imagesIn } from '../../src/lib/document/image.ts'
import { type ImportReport, importReport } from '../../src/lib/document/import-report.ts'
import { KIND_IDS, type KindId, kindOf } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { type Content, contentOf, standingImages } from './content.ts'
import type { TakenImage } from './images.ts'
import { forKind } from './kind.ts'
import { anchored, remarksOf } from './remarks.ts'
import { reportOf } from './report.ts'
import { type BroughtFields, broughtFields, content, type Remark } from './shapes.ts'
import { readWord } from './word/read.ts'
import { Refusal } from './word/refusal.ts'
import type { WordFile } from './word/shapes.ts'

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
  const file = wordFileOf(bytes)
  const images = taken ? new Map<string, Uint8Array>() : imagesToTake(file)
  if (images.size > 0) return { is: 'withImages', images }
  const placed = contentOf(file, taken ?? new Map())
  const { parsed, words } = placed
  const kind = parsed.fields.kind ?? kindOfSymbol(placed)
  const kept = {
    fields: broughtFields.parse(parsed.fields),
    blocks: parsed.blocks,
    labels: parsed.labels,
    remarks: remarksOf(file, words),
  }
  return {
    is: 'read',
    report: reportOf({ fileName, size: bytes.length, kind, agency }, file, placed),
    content: JSON.stringify(kept),
  }
}

/** What the file holds, in its own order. Throws `bad_word_file {reason, what}`. */
export function wordFileOf(bytes: Uint8Array): WordFile {
  try {
    return readWord(bytes)
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

/** "QĐ-UBND" tells the kind where no title does. */
function kindOfSymbol({ parsed }: Content): KindId | null {
  const [first = ''] = (parsed.fields.symbol ?? '').split('-')
  return KIND_IDS.find((id) => first !== '' && kindOf(id).abbreviation === first) ?? null
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
  report: ImportReport
}

export function makeFor(chosen: Chosen): Made {
  const kept = keptOf(chosen)
  const { fields, blocks, report } = forKind(kept, chosen.kind)
  const images = imagesIn({ type: 'doc', content: blocks })
  return { fields, blocks: JSON.stringify(blocks), images: [...images], remarks: kept.remarks, report }
}

const keptOf = (chosen: Chosen) => ({
  ...content.parse(JSON.parse(chosen.content)),
  report: importReport.parse(chosen.report),
})

/** Each remark beside its passage in the text of the draft. */
export const placeRemarks = ({ remarks, text }: { remarks: Remark[]; text: Uint8Array }) => anchored(remarks, text)
