/** Where the files of an issued document are. */

/** What can be had of an issued document, by the ending of its address; the route answers to these and no other. */
export const ISSUED_FILES = { pdf: 'pdf-sealed', docx: 'docx' } as const

export type IssuedEnding = keyof typeof ISSUED_FILES

interface Wanted {
  /** "15/QĐ-UBND", "" or null for one without number: the browser's viewer names a file by its address. */
  numberLine: string | null
  /** Saved, and not shown in the browser's viewer. */
  save?: boolean
}

/** The address of a file of an issued document. */
export function issuedFile(documentId: string, ending: IssuedEnding, { numberLine, save = false }: Wanted): string {
  const name = encodeURIComponent((numberLine || documentId).replaceAll('/', '-'))
  return `/documents/${documentId}/${name}.${ending}${save ? '?save' : ''}`
}

/** Which file an address asks for, by the end of its last part; null for none that there is. */
export function issuedKind(file: string): (typeof ISSUED_FILES)[IssuedEnding] | null {
  const ending = file.split('.').at(-1) ?? ''
  return isEnding(ending) ? ISSUED_FILES[ending] : null
}

const isEnding = (ending: string): ending is IssuedEnding => Object.hasOwn(ISSUED_FILES, ending)
