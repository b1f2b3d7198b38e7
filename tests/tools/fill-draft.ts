/** Puts a whole document into a draft that is open for writing, as a client of the shared text. For tests and reports. */
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap'
import { fieldsMap, setField } from '../../src/lib/document/fields.ts'
import { type OfficialDocument, TEXT_FIELDS } from '../../src/lib/document/model.ts'
import { schema } from '../../src/lib/document/schema.ts'
import { sharedForm } from '../../src/lib/document/shared-form.ts'
import { openDraft, type Target } from './open-draft.ts'

/** Resolves when all of it is on the server's disk. The draft keeps its letterhead and its signer. */
export function fillDraft(target: Target, { fields, body }: OfficialDocument): Promise<void> {
  return openDraft(target, async (doc, untilStored) => {
    doc.transact(() => {
      const fragment = doc.getXmlFragment('body')
      fragment.delete(0, fragment.length)
      prosemirrorJSONToYXmlFragment(schema, sharedForm(body), fragment)
      for (const name of TEXT_FIELDS) setField(fieldsMap(doc), name, fields[name])
      setField(fieldsMap(doc), 'urgency', fields.urgency)
      setField(fieldsMap(doc), 'circulation', fields.circulation)
    })
    await untilStored(2)
  })
}
