/** Images of a Word file: those that find a place in the text, and where the others stood. */
import { firstWidthMm, imageAttributes } from '../../src/lib/document/image.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { cleanText } from '../../src/lib/document/text.ts'
import { paragraphsIn } from './table.ts'
import type { WordBlock, WordImage } from './word/shapes.ts'
import { Words } from './words.ts'

/** An image of the file that is kept. */
export interface TakenImage {
  hash: string
  /** Pixels. */
  width: number
  height: number
}

/** One that is left out; its reasons are those of the report. */
export interface LeftImage {
  why: 'image' | 'outerImage'
  alt: string
  /** The words it stood beside. */
  beside: string
}

export class ImagePlaces {
  #taken: ReadonlyMap<string, TakenImage>
  #left: LeftImage[] = []
  #lines = new Map<BodyNode, LeftImage>()
  /** Of blocks that images stand beside: there may be many. */
  #words = new Map<WordBlock, string>()

  /** `taken`: the images that a draft may have, by their paths in the file. */
  constructor(taken: ReadonlyMap<string, TakenImage>) {
    this.#taken = taken
  }

  /** The image as a line of the source, unless it cannot be taken. `beside`: the words near it. */
  lines(image: WordImage, beside: string): BodyNode[] {
    const taken = this.#taken.get(image.path)
    const alt = altOf(image)
    if (!taken) {
      this.#left.push({ why: 'image', alt, beside })
      return []
    }
    const { hash, width, height } = taken
    const widthMm = image.widthMm > 0 ? image.widthMm : firstWidthMm(taken)
    const attrs = imageAttributes({ hash, widthMm, pixelWidth: width, pixelHeight: height, alt })
    const block: BodyNode = { type: 'image', attrs: { ...attrs } }
    this.#lines.set(block, { why: 'outerImage', alt, beside })
    return [block]
  }

  /** Those that are not among the blocks of the text. */
  left(blocks: readonly BodyNode[]): LeftImage[] {
    const standing = new Set(imagesAmong(blocks))
    return [...this.#left, ...[...this.#lines].flatMap(([block, left]) => (standing.has(block) ? [] : [left]))]
  }

  /** The words of the block that an image stands beside. */
  wordsOf(block: WordBlock | undefined): string {
    if (!block) return ''
    const known = this.#words.get(block) ?? wordsIn([block])
    this.#words.set(block, known)
    return known
  }
}

/** For each block the one in front of it that has words; for the first ones, the first that has. */
export function neighboursOf(blocks: readonly WordBlock[]): Map<WordBlock, WordBlock | undefined> {
  let near = blocks.find(hasWords)
  return new Map(
    blocks.map((block) => {
      const before = near
      if (hasWords(block)) near = block
      return [block, before]
    }),
  )
}

const hasWords = (block: WordBlock) =>
  paragraphsIn([block]).some(({ content }) => content.some((inline) => 'text' in inline && inline.text.trim() !== ''))

/** A person finds the place by fewer. */
const LONGEST_BESIDE = 100

export function wordsIn(blocks: readonly WordBlock[]): string {
  const words = new Words() // what is shown twice is converted once
  const lines = paragraphsIn(blocks).map(({ label, content }) => {
    return `${label} ${words.plain(content.filter((inline) => 'text' in inline))}`.trim()
  })
  const text = lines.filter((line) => line !== '').join(' ')
  return text.length > LONGEST_BESIDE ? `${text.slice(0, LONGEST_BESIDE).trimEnd().toWellFormed()}…` : text
}

function imagesAmong(blocks: readonly BodyNode[]): BodyNode[] {
  return blocks.flatMap((block) => (block.type === 'image' ? [block] : imagesAmong(block.content ?? [])))
}

const altOf = ({ alt }: WordImage) => cleanText(alt).trim()
