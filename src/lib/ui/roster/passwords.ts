export interface Handed {
  name: string
  username: string
  unit: string | null
  password: string
}

/** RFC 4180, with the mark without which spreadsheets read Vietnamese wrongly. */
export function passwordsCsv(heads: string[], handed: Handed[]): string {
  const rows = handed.map(({ name, unit, username, password }) => [name, unit ?? '', username, password])
  return `\uFEFF${[heads, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

/** A cell that begins like a formula gets an apostrophe, so that a spreadsheet shows it instead of running it. */
function quoted(cell: string): string {
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return `"${harmless.replaceAll('"', '""')}"`
}
