/** The address of a list that is narrowed down and read page by page. */

/** The same list at another page. */
export function pageAddress({ pathname, searchParams }: URL, page: number): string {
  const asked = new URLSearchParams(searchParams)
  asked.set('page', String(page))
  return `${pathname}?${asked}`
}

/** For a form's `onformdata`: an address without empty names can be read and sent on. */
export function dropEmpty({ formData }: FormDataEvent): void {
  for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
}
