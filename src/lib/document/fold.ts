/** Vietnamese without its marks, for finding by what people type. */

/** "Điều" → "Dieu": accents off, đ is d. */
export function bare(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
}

/** The same in lower case, so that "so tay" finds "Sổ tay"; as `fold_text` does in the database. */
export function fold(text: string): string {
  return bare(text).toLowerCase()
}
