/** What a process does to examine a text, to draw it and to begin another with it: somebody may have poisoned it, or it may be long. */
import * as Y from 'yjs'
import { z } from 'zod'
import { seedAgain } from '../../src/lib/document/begin-again.ts'
import { canonicalJson } from '../../src/lib/document/canonical.ts'
import { type Around, storedHtml } from '../../src/lib/document/drawn/html.ts'
import { fieldsMap } from '../../src/lib/document/fields.ts'
import { imagesIn } from '../../src/lib/document/image.ts'
import {
  backTo,
  type Fallback,
  judge as verdictOn,
  lastLight,
  lastSound,
  linesOf,
  remainsOf,
  stateOf,
  type Verdict,
} from '../../src/lib/document/judge.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import type { OfficialDocument } from '../../src/lib/document/model.ts'
import { type Office, type Offices, withOffice } from '../../src/lib/document/office.ts'
import { bodyNode, InvalidDocument, parseDocument, readUpdate } from '../../src/lib/document/read.ts'
import { type Seed, seedUpdate } from '../../src/lib/document/seed.ts'
import type { Drawn, DrawnText, WayBack } from '../../src/lib/document/sound/shapes.ts'
import { cleanText } from '../../src/lib/document/text.ts'
import { AppError } from '../../src/lib/errors.ts'

/** A draft's text as stored, in one update or in all of its log. */
export interface Stored {
  updates: readonly Uint8Array[]
  fallback: Fallback | null
}

export const judge = ({ updates, fallback }: Stored): Verdict => verdictOn(updates, fallback)

export function draw({ updates, fallback, around }: Stored & { around: Around }): DrawnText {
  const [only, ...others] = updates
  try {
    const document = only && others.length === 0 ? readUpdate(only) : null
    if (document && isOfKind(document, fallback)) return { is: 'whole', ...drawn(document, around) }
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error
  }
  const { document, flaws, lines, isMended } = remainsOf(updates, fallback)
  return { is: 'broken', flaws, shown: document && drawn(document, around), lines, isMended }
}

/** What a draft is goes by its row: who may read it, whether it takes a number, what lists call it. */
const isOfKind = ({ fields }: OfficialDocument, fallback: Fallback | null) => !fallback || fields.kind === fallback.kind

const drawn = ({ fields, body }: OfficialDocument, around: Around): Drawn => ({
  fields,
  html: storedHtml(body, fields.kind, around),
})

/** The trích yếu on one line, for lists; "" where there is none to read. */
export function subjectOf(update: Uint8Array): string {
  const ydoc = new Y.Doc()
  try {
    Y.applyUpdate(ydoc, update)
    const held = fieldsMap(ydoc).get('subject')
    return oneLine(held instanceof Y.Text ? held.toString() : '')
  } finally {
    ydoc.destroy()
  }
}

const oneLine = (text: string) => cleanText(text).replace(/\s+/g, ' ').trim()

/** A text that is too heavy to be drawn, by its words alone. */
export function drawHeavy(updates: readonly Uint8Array[]): DrawnText {
  const flaw = { kind: 'too-heavy', name: '', isGrave: true, block: null, words: '', at: null } as const
  return { is: 'broken', flaws: [flaw], shown: null, lines: linesOf(updates), isMended: false }
}

export type Wanted = 'mended' | 'earlier' | 'lighter'

export function wayBack({ updates, fallback, wanted }: Stored & { wanted: Wanted }): WayBack {
  if (wanted === 'lighter') return toLighter(updates)
  const verdict = verdictOn(updates, fallback)
  if (verdict.is === 'sound' || (verdict.is === 'flawed' && !verdict.isGrave)) return { is: 'sound' }
  const mend = verdict.is === 'flawed' ? verdict.mend : null
  if (wanted === 'mended' && mend) return { is: 'change', update: mend, position: null }
  const position = lastSound(updates, fallback)
  if (position === 0) return mend ? { is: 'change', update: mend, position: null } : { is: 'none' }
  const earlier = updates.slice(0, position)
  // What is too deep to be deleted by everybody stays out of the text only where the text begins anew.
  const change = mend && backTo(updates, earlier)
  if (change && verdictOn([...updates, change], fallback).is === 'sound')
    return { is: 'change', update: change, position }
  return { is: 'state', ...stateOf(earlier), position }
}

function toLighter(updates: readonly Uint8Array[]): WayBack {
  const position = lastLight(updates)
  const change = position > 0 && position < updates.length ? backTo(updates, updates.slice(0, position)) : null
  if (!change) return { is: 'none' }
  return { is: 'change', update: change, position, squashed: stateOf([...updates, change]) }
}

/** Text that comes with a draft, from a file or a template, is read by the same schema as everything else. */
export function begin({ seed, blocks }: { seed: Seed; blocks: string | undefined }): Uint8Array {
  try {
    return seedUpdate(blocks === undefined ? seed : { ...seed, blocks: z.array(bodyNode).parse(JSON.parse(blocks)) })
  } catch (failure) {
    if (failure instanceof RangeError || failure instanceof z.ZodError || failure instanceof SyntaxError)
      throw new AppError('bad_input', { field: 'text', reason: 'unclear' })
    throw failure
  }
}
/** A text that another draft is to begin with: a draft's as it is stored, or one that was put away as JSON. */
export type Model = { is: 'draft'; update: Uint8Array; offices: Offices } | { is: 'kept'; json: string; office: Office }

/** What a list says of a text, and which images it shows. */
interface Told {
  kind: KindId
  subject: string
  images: string[]
}

/** Its words as JSON, with the names that its office has now. Throws `broken_text` where nobody could read it. */
export function keepModel(model: Model): Told & { json: string; office: Office } {
  const { document, office } = modelOf(model)
  return { ...toldOf(document), json: canonicalJson(document), office }
}

/** The first text of a draft that begins with it, for a person of `office`. Throws `broken_text` as well. */
export function beginAgain({ model, office }: { model: Model; office: Office }): Told & { update: Uint8Array } {
  const { document, office: was } = modelOf(model)
  return { ...toldOf(document), update: seedUpdate(seedAgain(document, was, office)) }
}

function modelOf(model: Model): { document: OfficialDocument; office: Office } {
  try {
    if (model.is === 'kept') return { document: parseDocument(JSON.parse(model.json)), office: model.office }
    const { fields, ...document } = readUpdate(model.update)
    return { document: { ...document, fields: withOffice(fields, model.offices) }, office: model.offices.now }
  } catch (error) {
    throw error instanceof InvalidDocument ? new AppError('broken_text') : error
  }
}

const toldOf = ({ fields, body }: OfficialDocument): Told => ({
  kind: fields.kind,
  subject: oneLine(fields.subject),
  images: imagesIn(body).filter((hash) => hash !== ''),
})
