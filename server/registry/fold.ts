/** Lower case without diacritics, so that "so tay" finds "Sổ tay"; the same as `fold_text` in the database. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
}
