/** A PDF as Word writes it: a table, and behind it an empty one that leads to a stream with the hidden objects. */
export function hybridPdf(): Buffer {
  const parts: string[] = ['%PDF-1.7\r\n']
  const offsets = new Map<number, number>()
  const length = () => parts.reduce((sum, part) => sum + part.length, 0)
  const object = (num: number, body: string) => {
    offsets.set(num, length())
    parts.push(`${num} 0 obj\r\n${body}\r\nendobj\r\n`)
  }
  const stream = (dict: string, content: string) =>
    `<< ${dict} /Length ${content.length} >>\r\nstream\r\n${content}\r\nendstream`
  object(1, '<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R>>')
  object(2, '<</Type/Pages/Count 1/Kids[ 3 0 R] >>')
  object(3, '<</Type/Page/Parent 2 0 R/MediaBox[ 0 0 595 842] /Contents 4 0 R/Resources<</Font<</F1 8 0 R>>>> >>')
  object(4, stream('', 'BT /F1 14 Tf 80 700 Td (cap 100 trieu dong) Tj ET'))
  object(5, stream('/Type/ObjStm/N 1/First 4', '6 0 <</Type/StructTreeRoot>>'))
  object(8, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')
  const hidden = Buffer.from([2, 0, 0, 0, 5, 0, 0]).toString('latin1')
  object(7, stream('/Type/XRef/Size 9/W[ 1 4 2] /Index[ 6 1] /Root 1 0 R', hidden))
  const table = length()
  const entry = (num: number) => `${String(offsets.get(num) ?? 0).padStart(10, '0')} 00000 n\r\n`
  const free = '0000000006 65535 f\r\n'
  const rows = [free, entry(1), entry(2), entry(3), entry(4), entry(5), free, entry(7), entry(8)].join('')
  parts.push(`xref\r\n0 9\r\n${rows}trailer\r\n<</Size 9/Root 1 0 R>>\r\nstartxref\r\n${table}\r\n%%EOF\r\n`)
  const second = length()
  parts.push(
    `xref\r\n0 0\r\ntrailer\r\n<</Size 9/Root 1 0 R/Prev ${table}/XRefStm ${offsets.get(7) ?? 0}>>\r\n`,
    `startxref\r\n${second}\r\n%%EOF`,
  )
  return Buffer.from(parts.join(''), 'latin1')
}
