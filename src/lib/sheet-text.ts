/**
 * Words in a cell of a workbook (ISO/IEC 29500-1, 22.9.2.19). There "_x0041_" is an A: a text that really says so would be read
 * as other words than those on the page.
 */

/** In XML, as every spreadsheet reads it back. XML 1.0 knows no other control characters than these three. */
export function writtenInSheet(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '')
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** What a cell says whose XML has been read. */
export function saidInSheet(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
