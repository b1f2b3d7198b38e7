/** The names that occur in a draft's shared text, for whoever must tell strange ones without knowing what they mean. */
import { KEPT } from '../anchors/kept.ts'
import { fieldsSchema } from '../fields.ts'
import { TEXT_FIELDS } from '../model.ts'
import { schema } from '../schema.ts'

const texts: ReadonlySet<string> = new Set(TEXT_FIELDS)

export const NAMES = {
  body: 'body',
  fields: 'fields',
  anchors: KEPT,
  nodes: new Set(Object.keys(schema.nodes).filter((name) => name !== 'doc' && name !== 'text')),
  marks: new Set(Object.keys(schema.marks)),
  /** True for those that are a `Y.Text`. */
  texts: new Map(Object.keys(fieldsSchema.shape).map((name) => [name, texts.has(name)])),
} as const
