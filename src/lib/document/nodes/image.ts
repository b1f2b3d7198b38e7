/** An image between blocks, or in a cell of a table: the text holds its hash, its size and its description; the bytes are kept beside the text. */
import { Node } from '@tiptap/core'
import { imageAttributes, printedSize } from '../image.ts'

const from = (element: HTMLElement) =>
  imageAttributes({
    hash: element.dataset.hash,
    widthMm: element.dataset.width,
    pixelWidth: element.dataset.pixelWidth,
    pixelHeight: element.dataset.pixelHeight,
    alt: element.getAttribute('aria-label'),
  })

export const Image = Node.create({
  name: 'image',
  group: 'block cellBlock',
  atom: true,
  addAttributes: () => ({
    hash: { default: '', parseHTML: (element: HTMLElement) => from(element).hash, rendered: false },
    widthMm: { default: null, parseHTML: (element: HTMLElement) => from(element).widthMm, rendered: false },
    pixelWidth: { default: null, parseHTML: (element: HTMLElement) => from(element).pixelWidth, rendered: false },
    pixelHeight: { default: null, parseHTML: (element: HTMLElement) => from(element).pixelHeight, rendered: false },
    alt: { default: '', parseHTML: (element: HTMLElement) => from(element).alt, rendered: false },
  }),
  parseHTML: () => [{ tag: 'figure[data-block="image"]' }],
  renderHTML({ node }) {
    const { hash, widthMm, pixelWidth, pixelHeight, alt } = imageAttributes(node.attrs)
    return [
      'figure',
      {
        ...imageLook(node.attrs),
        'data-hash': hash,
        'data-width': widthMm,
        'data-pixel-width': pixelWidth,
        'data-pixel-height': pixelHeight,
        role: 'img',
        'aria-label': alt,
      },
    ]
  },
})

/** The room that an image takes on the page, which on the screen always stands upright; CSS draws it. */
export function imageLook(attrs: Record<string, unknown>) {
  const { widthMm, pixelWidth, pixelHeight } = imageAttributes(attrs)
  const printed = printedSize({ widthMm, ratio: pixelHeight / pixelWidth }, false)
  return {
    'data-block': 'image',
    style: `--image-width: ${printed.widthMm}mm; --image-ratio: ${pixelWidth} / ${pixelHeight}`,
  }
}
