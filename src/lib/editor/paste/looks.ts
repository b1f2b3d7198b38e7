/** Which of the looks that we keep an element gives to its words. */
export type Looks = Partial<Record<'bold' | 'italic' | 'underline' | 'strike' | 'subscript' | 'superscript', boolean>>

const BY_TAG: Record<string, Looks> = {
  B: { bold: true },
  STRONG: { bold: true },
  I: { italic: true },
  EM: { italic: true },
  U: { underline: true },
  S: { strike: true },
  STRIKE: { strike: true },
  DEL: { strike: true },
  SUB: { subscript: true },
  SUP: { superscript: true },
}

/** The element's own words win over what is around it (Google Docs wraps everything in a <b> that is not bold). */
export function looksIn(element: HTMLElement, around: Looks): Looks {
  const looks: Looks = { ...around, ...BY_TAG[element.tagName] }
  const { fontWeight, fontStyle, textDecorationLine, textDecoration, verticalAlign } = element.style
  if (fontWeight !== '') looks.bold = fontWeight === 'bold' || fontWeight === 'bolder' || Number(fontWeight) >= 600
  if (fontStyle !== '') looks.italic = fontStyle === 'italic' || fontStyle === 'oblique'
  const lines = `${textDecorationLine} ${textDecoration}`
  if (lines.includes('underline')) looks.underline = true
  if (lines.includes('line-through')) looks.strike = true
  if (lines.includes('none')) looks.underline = looks.strike = false
  if (verticalAlign === 'super') looks.superscript = true
  if (verticalAlign === 'sub') looks.subscript = true
  if (element.tagName === 'A') looks.underline = around.underline ?? false // a link's line is not the writer's
  return looks
}
