/** The first words of a draft: letterhead, recipients and the usual parts of its kind, as one Yjs update. */
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { capacityOf } from './capacity.ts'
import { fieldsMap, writeFields } from './fields.ts'
import { type Kind, type KindId, kindOf, type SeedLine } from './kinds.ts'
import type { BodyNode, Fields, OfficialDocument } from './model.ts'
import { newClauseId } from './nodes/clause.ts'
import { authorityOf, type Office, officeFields } from './office.ts'
import { schema } from './schema.ts'
import { nodeOf, sharedForm } from './shared-form.ts'
import { giveTexts } from './shared-texts.ts'
import { cleanText } from './text.ts'

export interface Signer {
  id: string
  name: string
  /** Official position: "Phó Chủ tịch". */
  position: string
}

export interface Seed {
  kind: KindId
  office: Office
  signer?: Signer
  /** Fields that are known already: a subject, what was read from a file. */
  fields?: Partial<Fields>
  /** A body in place of the usual parts of the kind. Throws RangeError where the schema does not allow it. */
  blocks?: BodyNode[]
}

/** One update that holds a whole new draft. Apply it once, on the server (a client never inserts initial content). */
export function seedUpdate(wanted: Seed): Uint8Array {
  const body = wanted.blocks ? { type: 'doc', content: wanted.blocks } : initialBody(kindOf(wanted.kind))
  nodeOf(body).check()
  const ydoc = newText({ fields: { ...initialFields(wanted), ...wanted.fields }, body })
  const update = Y.encodeStateAsUpdate(ydoc)
  ydoc.destroy()
  return update
}

/** A document as a text of its own, without any history. */
export function newText({ fields, body }: Pick<OfficialDocument, 'fields' | 'body'>): Y.Doc {
  const ydoc = new Y.Doc()
  ydoc.transact(() => {
    writeFields(fieldsMap(ydoc), fields)
    const fragment = ydoc.getXmlFragment('body')
    prosemirrorJSONToYXmlFragment(schema, sharedForm(body), fragment)
    giveTexts(fragment.toArray(), schema)
  })
  return ydoc
}

export function initialFields({ kind: id, office, signer }: { kind: KindId; office: Office; signer?: Signer }): Fields {
  const kind = kindOf(id)
  const authority = authorityOf(id, office)
  const fields: Fields = {
    kind: id,
    ...officeFields(id, office),
    subject: '',
    authority,
    addressees: '',
    recipients: kind.isInternal ? '' : [...kind.recipients, filing(office)].join('\n'),
    draftingMark: '',
    contact: kind.head === 'letter' ? (office.contact ?? '') : '',
    capacity:
      kind.second?.signerCapacity || (signer ? capacityOf(signer.position, collectiveOf(kind, office, authority)) : ''),
    secondCapacity: kind.second?.capacity ?? '',
    secondName: '',
    signerId: signer?.id ?? '',
    signerName: signer?.name ?? '',
    urgency: 'none',
    circulation: 'none',
    sheet: 'cong-viec',
    leaderWords: '',
  }
  for (const name of ['capacity', 'signerName'] as const) fields[name] = cleanText(fields[name])
  return fields
}

/** Last line of Nơi nhận (II.9.d): "Lưu: VT, NC". */
function filing(office: Office): string {
  return ['Lưu: VT', office.unitAbbreviation].filter(Boolean).join(', ')
}

/** A People's Committee signs as a body unless the document is its chairman's own, or stays within the office. */
function collectiveOf(kind: Kind, office: Office, authority: string): string | undefined {
  if (kind.isInternal) return undefined
  const committee = 'ỦY BAN NHÂN DÂN'
  if (authority.toUpperCase().startsWith('CHỦ TỊCH')) return undefined
  return office.agencyName.normalize('NFC').toUpperCase().startsWith(committee) ? committee : undefined
}

export function initialBody(kind: Kind): BodyNode {
  return { type: 'doc', content: kind.body.map(seedBlock) }
}

function seedBlock([type, text]: SeedLine): BodyNode {
  const content = text === '' ? {} : { content: [{ type: 'text', text }] }
  if (type === 'basis' || type === 'formula' || type === 'paragraph') return { type, ...content }
  return { type: 'clause', attrs: { level: type, id: newClauseId() }, ...content }
}
