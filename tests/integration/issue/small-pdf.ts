import { PDFDocument } from 'pdf-lib'
import type { SetPages } from '../../../server/issue/handed-in.ts'
import type { Manuscript } from '../../../server/issue/typeset/shapes.ts'

/** A real PDF of one empty page, no two alike, for tests that are not about what is on it: setting type takes its time. */
export async function smallPdf(): Promise<SetPages> {
  const document = await PDFDocument.create()
  document.addPage([595, 842])
  document.setTitle(crypto.randomUUID())
  const bytes = await document.save({ useObjectStreams: false })
  return { bytes, pages: 1, signatureBox: { page: 1, x: 320, y: 300, width: 127, height: 62 } }
}

/** The file to be signed, not the trial before the freeze. */
export const isFinal = (manuscript: Manuscript): boolean => 'model' in manuscript
