/** Short ways to write documents in tests. Not used by the product. */
import type { KindId } from './kinds.ts'
import { type BodyNode, type ClauseLevel, type Fields, type OfficialDocument, SCHEMA_VERSION } from './model.ts'
import { normalBody } from './read.ts'
import { initialFields } from './seed.ts'

export const sonLa = {
  parentName: '',
  agencyName: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA',
  agencyFullName: 'Ủy ban nhân dân tỉnh Sơn La',
  abbreviation: 'UBND',
  place: 'Sơn La',
  unitAbbreviation: 'NC',
  authority: 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA',
}

export const signer = { id: 'u1', name: 'Nguyễn Văn A', position: 'Chủ tịch' }

type Inline = string | BodyNode

const inline = (content: Inline[]) =>
  content.filter((part) => part !== '').map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part))

export const p = (...content: Inline[]): BodyNode => ({ type: 'paragraph', content: inline(content) })
export const basis = (...content: Inline[]): BodyNode => ({ type: 'basis', content: inline(content) })
export const formula = (text: string): BodyNode => ({ type: 'formula', content: inline([text]) })
export const line = (text: string, marker = '-'): BodyNode => ({
  type: 'listLine',
  attrs: { marker },
  content: inline([text]),
})
export const quote = (text: string): BodyNode => ({ type: 'quote', content: inline([text]) })
export const bold = (text: string): BodyNode => ({ type: 'text', text, marks: [{ type: 'bold' }] })
export const ref = (target: string): BodyNode => ({ type: 'reference', attrs: { target } })
/** A chart of 400 by 300 pixels. */
export const image = (attrs: Record<string, unknown> = {}): BodyNode => ({
  type: 'image',
  attrs: { hash: 'a'.repeat(64), widthMm: 120, pixelWidth: 400, pixelHeight: 300, alt: 'Biểu đồ', ...attrs },
})
export const br: BodyNode = { type: 'hardBreak' }

/** A clause; the id is the level and the first words, unless given. */
export const clause = (level: ClauseLevel, text: Inline | Inline[] = '', id?: string): BodyNode => ({
  type: 'clause',
  attrs: { level, id: id ?? `${level}:${String(text)}` },
  content: inline(Array.isArray(text) ? text : [text]),
})

export const appendix = (title: string, id = `phu-luc:${title}`): BodyNode => ({
  type: 'appendix',
  attrs: { id, isLandscape: false },
  content: inline([title]),
})

/** A document that this one puts into force: the name of its kind, its trích yếu. */
export const attached = (kind: string, subject = '', id = `kem-theo:${kind}`): BodyNode => ({
  type: 'appendix',
  attrs: { id, isLandscape: false, isAttached: true },
  content: inline(subject === '' ? [kind] : [kind, br, subject]),
})

export const cell = (text: string | BodyNode, attrs: Record<string, unknown> = {}, type = 'tableCell'): BodyNode => ({
  type,
  attrs,
  content: [p(text)],
})
export const row = (...cells: BodyNode[]): BodyNode => ({ type: 'tableRow', content: cells })
export const table = (...rows: BodyNode[]): BodyNode => ({ type: 'table', content: rows })

/** A document of the People's Committee of Sơn La with this body, and fields that differ from a new draft's. */
export function documentOf(kind: KindId, content: BodyNode[], fields: Partial<Fields> = {}): OfficialDocument {
  const initial = initialFields({ kind, office: sonLa, signer })
  return {
    schemaVersion: SCHEMA_VERSION,
    fields: { ...initial, ...fields },
    body: normalBody({ type: 'doc', content }),
  }
}
