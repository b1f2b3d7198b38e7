/** PDFs as scanners make them: a picture on each page, and the ways in which one is no scan to be kept. */
import { degrees, PDFDocument, PDFName, StandardFonts } from 'pdf-lib'

export interface ScanOptions {
  pages?: number
  dpi?: number
  /** Of the page, in millimetres. */
  sheet?: [number, number]
  isGrey?: boolean
  /** So many pictures one above the other instead of one. */
  strips?: number
  /** A coarse ground under fine letters, as some scanners lay them. */
  ground?: number
  /** Of every page, as a scanner that was fed sideways says it. */
  turned?: 0 | 90 | 180 | 270
  /** What is put in that no scanner puts there. */
  with?: 'text' | 'form' | 'remark' | 'script' | 'file'
}

const POINTS_PER_MM = 72 / 25.4

export async function scanPdf(options: ScanOptions = {}): Promise<Uint8Array> {
  const { pages = 1, dpi = 300, sheet = [210, 297], isGrey = false, strips = 1, ground, turned = 0 } = options
  const document = await PDFDocument.create()
  const { context } = document
  const [width, height] = [sheet[0] * POINTS_PER_MM, sheet[1] * POINTS_PER_MM]
  const picture = (wide: number, high: number, resolution: number) => {
    const [across, down] = [Math.round((wide / 72) * resolution), Math.round((high / 72) * resolution)]
    const colours = isGrey ? 1 : 3
    return context.register(
      context.flateStream(new Uint8Array(across * down * colours).fill(240), {
        Type: 'XObject',
        Subtype: 'Image',
        Width: across,
        Height: down,
        BitsPerComponent: 8,
        ColorSpace: isGrey ? 'DeviceGray' : 'DeviceRGB',
      }),
    )
  }
  const parts = Array.from({ length: strips }, (_, at) => ({
    image: picture(width, height / strips, dpi),
    y: (height / strips) * at,
  }))
  const coarse = ground === undefined ? null : picture(width, height, ground)
  for (let n = 0; n < pages; n++) {
    const page = document.addPage([width, height])
    if (options.with === 'text')
      page.drawText('No picture here', { font: await document.embedFont(StandardFonts.Helvetica) })
    else {
      const drawn: string[] = []
      const draw = (image: (typeof parts)[number]['image'], y: number, high: number) => {
        const name = page.node.newXObject('Im', image)
        drawn.push(`q ${width} 0 0 ${high} 0 ${y} cm ${name.toString()} Do Q`)
      }
      if (coarse) draw(coarse, 0, height)
      for (const { image, y } of parts) draw(image, y, height / strips)
      page.node.set(PDFName.of('Contents'), context.register(context.stream(drawn.join('\n'))))
    }
    if (turned) page.setRotation(degrees(turned))
  }
  if (options.with === 'form') document.getForm().createTextField('a').addToPage(document.getPage(0))
  if (options.with === 'remark') {
    const remark = context.obj({ Type: 'Annot', Subtype: 'FreeText', Rect: [0, 0, 50, 50] })
    document.getPage(0).node.set(PDFName.of('Annots'), context.obj([context.register(remark)]))
  }
  if (options.with === 'script') document.addJavaScript('run', 'app.alert(1)')
  if (options.with === 'file') await document.attach(new Uint8Array([1, 2, 3]), 'a.bin')
  return document.save({ useObjectStreams: false })
}
