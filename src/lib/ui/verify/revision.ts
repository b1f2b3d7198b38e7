/**
 * What somebody signed, cut from the file that the browser has: the server keeps nothing of a stranger's file, and a
 * signed revision is simply its beginning.
 */
export function saveRevision(file: File, end: number, signer: string): void {
  const address = URL.createObjectURL(file.slice(0, end, 'application/pdf'))
  const link = document.createElement('a')
  link.href = address
  link.download = revisionName(file.name, signer)
  link.click()
  // The browser has taken the data over by the next turn; Firefox needs a little longer.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** "van-ban (Nguyễn Văn A đã ký).pdf", without what no file name may have. */
export function revisionName(fileName: string, signer: string): string {
  const stem = fileName.replace(/\.pdf$/i, '')
  const who = signer
    .replace(/[\\/:*?"<>|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return who ? `${stem} (${who}).pdf` : `${stem} (1).pdf`
}
