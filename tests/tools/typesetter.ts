/** Sets models in this very process: for tests of what comes out, not of where it is done. */
import { draw, tryImage, typeset } from '../../server/issue/typeset/set.ts'
import type { Wanted } from '../../server/issue/typeset/shapes.ts'
import type { PrintModel } from '../../src/lib/document/model.ts'
import { AppError } from '../../src/lib/errors.ts'

type ReadImages = (hashes: readonly string[]) => Promise<Map<string, Uint8Array>>

export function typesetterWith(readImages: ReadImages = async () => new Map()) {
  const ask = async ({ lacking }: Wanted) => {
    const found = await readImages(lacking)
    if (found.size < lacking.length) throw new AppError('image_missing', { count: lacking.length - found.size })
    return found
  }
  return {
    pdf: (model: PrintModel) => typeset({ model }, ask),
    paging: async (model: PrintModel) => {
      const { pages, pageBreaks } = await draw({ model, known: null }, ask)
      return { pages, pageBreaks }
    },
    draw: async (model: PrintModel, known: ReadonlySet<string>) => {
      const { pictures, ...paging } = await draw({ model, known }, ask)
      return { ...paging, pictures: pictures ?? [] }
    },
    canSetImage: async (bytes: Uint8Array) => tryImage(bytes),
  }
}
