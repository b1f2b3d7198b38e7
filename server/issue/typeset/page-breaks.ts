/** Where pages begin, in terms of the model: the templates count in blocks and bytes of what they were given. */
import type { PrintModel } from '../../../src/lib/document/model.ts'
import { clauseForm } from './clause-form.ts'
import type { TypesetData } from './prepare.ts'
import type { FirstOfPage, PageBreak } from './shapes.ts'
import { withoutFolds } from './text.ts'

export function pageBreaks(found: FirstOfPage[], model: PrintModel, data: TypesetData): PageBreak[] {
  const paragraphs = new Map<number, string>()
  for (const block of [data.blocks, data.last ?? [], ...data.appendices.map(({ blocks }) => blocks)].flat()) {
    if (block.type === 'paragraph') paragraphs.set(block.at, block.runs.map(({ text }) => text).join(''))
  }
  const lengths = new Map<number, Length>()
  return found.map(({ page, block, byte = 0, row = 0, goesOn = false }) => {
    const text = lengths.get(block) ?? new Length(paragraphs.get(block) ?? '')
    lengths.set(block, text)
    const offset = text.upTo(byte) - labelLength(model.blocks[block])
    return { page, block, offset: Math.max(0, offset), row, goesOn }
  })
}

/** How many characters stand before a byte of a text. Asked in rising order it goes on from where it was. */
class Length {
  readonly #bytes: Buffer
  #byte = 0
  #length = 0

  constructor(text: string) {
    this.#bytes = Buffer.from(text)
  }

  upTo(byte: number): number {
    if (byte < this.#byte) [this.#byte, this.#length] = [0, 0]
    this.#length += withoutFolds(this.#bytes.subarray(this.#byte, byte).toString()).length
    this.#byte = byte
    return this.#length
  }
}

/** What stands before the runs of a block in its printed paragraph. */
function labelLength(block: PrintModel['blocks'][number] | undefined): number {
  return block?.type === 'clause' && clauseForm(block) === 'plain' ? block.label.length + 1 : 0
}
