/**
 * The picture of a signature or a seal as an object of a PDF. Its pixels are unpacked and packed again, which takes longer than
 * all else of a field: so that is done once for the few that sign now.
 */
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { type PDFContext, PDFDict, PDFDocument, PDFName, type PDFObject, PDFRawStream, type PDFRef } from 'pdf-lib'

interface Picture {
  colours: PDFRawStream
  /** How much of each pixel is seen; a picture that covers what lies under it has none. */
  opacity: PDFRawStream | undefined
}

/** Up to some 5 MB each; usually fifty kilobytes. */
const MOST_KEPT = 8
const kept = new Map<string, Picture>()

/** Puts it into the file. Throws for what is no PNG. */
export async function pictureIn(context: PDFContext, png: Uint8Array): Promise<PDFRef> {
  const hash = createHash('sha256').update(png).digest('hex')
  const { colours, opacity } = kept.get(hash) ?? (await unpacked(png))
  keep(hash, { colours, opacity })
  if (!opacity) return copied(context, colours)
  return copied(context, colours, [PDFName.of('SMask'), copied(context, opacity)])
}

function keep(hash: string, picture: Picture): void {
  kept.delete(hash)
  kept.set(hash, picture)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
}

/** In a document of its own. */
async function unpacked(png: Uint8Array): Promise<Picture> {
  const document = await PDFDocument.create()
  const { context } = document
  // The library packs in JavaScript: five times as long.
  context.flateStream = (pixels, dict) => context.stream(deflateSync(pixels), { ...dict, Filter: 'FlateDecode' })
  const image = await document.embedPng(png)
  await image.embed()
  const colours = context.lookup(image.ref)
  if (!(colours instanceof PDFRawStream)) throw new Error('the picture is not in the document')
  const opacity = colours.dict.lookup(PDFName.of('SMask'))
  return { colours, opacity: opacity instanceof PDFRawStream ? opacity : undefined }
}

/** Without asking the library to set each entry: it looks every time whether an object that was there has changed. */
function copied(context: PDFContext, { dict, contents }: PDFRawStream, ...more: [PDFName, PDFObject][]): PDFRef {
  const entries = new Map([...dict.entries(), ...more])
  return context.register(PDFRawStream.of(PDFDict.fromMapWithContext(entries, context), contents))
}
