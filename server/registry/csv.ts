import { REGISTER_COLUMNS } from '../../src/lib/document/register-form.ts'

/** Lines of the form of Phụ lục IV as RFC 4180, with the byte order mark without which spreadsheets read Vietnamese wrongly. */
export function toCsv(lines: string[][]): string {
  return `\uFEFF${[[...REGISTER_COLUMNS], ...lines].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`
}

/** A cell that begins like a formula gets an apostrophe, so that a spreadsheet shows it instead of running it. */
function quoted(cell: string): string {
  const harmless = /^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return `"${harmless.replaceAll('"', '""')}"`
}
