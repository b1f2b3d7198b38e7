/** Fields that are none. */
import { type BodyNode, TEXT_FIELDS } from './model.ts'
import type { Parsed } from './parse.ts'

/** What is too long for its field was no field: it is text, at the beginning. `most`: letters. */
export function withoutLongFields(parsed: Parsed, most: number): Parsed {
  const fields = { ...parsed.fields }
  const lines = TEXT_FIELDS.flatMap((name) => {
    const text = fields[name]
    if (text === undefined || text.length <= most) return []
    delete fields[name]
    return text.split('\n')
  })
  if (lines.length === 0) return parsed
  const paragraphs = lines.map((text): BodyNode => ({ type: 'paragraph', content: [{ type: 'text', text }] }))
  return { ...parsed, fields, blocks: [...paragraphs, ...parsed.blocks] }
}
