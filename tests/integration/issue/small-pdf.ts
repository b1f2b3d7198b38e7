import { PDFDocument } from 'pdf-lib'
import type { HandedIn, SetPages } from '../../../server/issue/handed-in.ts'
import type { Manuscript } from '../../../server/issue/typeset/shapes.ts'

/** A real PDF of one empty page, no two alike, for tests that are not about what is on it: setting type takes its time. */
export async function smallPdf(): Promise<SetPages> {
  const document = await PDFDocument.create()
  document.addPage([595, 842])
  document.setTitle(crypto.randomUUID())
  const bytes = await document.save({ useObjectStreams: false })
  return { bytes, pages: 1, signatureBox: { page: 1, x: 320, y: 300, width: 127, height: 62 } }
}

/** The pages that are set within the freeze, or later: not those that are set ahead of it. */
export const isFinal = (manuscript: Manuscript): boolean => 'model' in manuscript

/** As if another paper always came first: what was made ahead answers another question, so the freeze makes it anew. */
export function neverAhead(frozenForm: HandedIn['frozenForm']): HandedIn['frozenForm'] {
  const seen = new Set<string | undefined>()
  return async (given, asked) => {
    const form = await frozenForm(given, asked)
    if (!seen.has(asked.about)) asked.same = 'of another revision'
    seen.add(asked.about)
    return form
  }
}
