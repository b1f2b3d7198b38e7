/** What a process does to judge a stored text: it may be of any length, and its author may want it to hold the house. */
import { checkDocument, type Finding, type HouseRules } from '../../src/lib/document/check/index.ts'
import { imagesIn } from '../../src/lib/document/image.ts'
import type { Fields } from '../../src/lib/document/model.ts'
import { printModel } from '../../src/lib/document/print.ts'
import { receivers } from '../../src/lib/document/receivers.ts'
import { frozenJson, hashOf, type Revision } from './revision.ts'
import { readBare, readStored, type Stored } from './stored.ts'

export interface Examined {
  fields: Fields
  findings: Finding[]
  /** Hashes of the images that it shows. */
  images: string[]
  /** As they are printed. */
  recipients: string[]
}

/** Nobody reads more; of so many a person must hear only that there are many. */
const MOST_FINDINGS = 500

export function examine({ text, house }: { text: Stored; house: HouseRules }): Examined {
  const document = readStored(text)
  return {
    fields: document.fields,
    findings: checkDocument(document, house).slice(0, MOST_FINDINGS),
    images: imagesIn(document.body),
    recipients: printModel(document).recipients,
  }
}

export interface FrozenForm {
  /** What is stored. */
  json: string
  /** Names it. */
  hash: string
  /** Names the words alone (ADR 17). */
  textHash: string
  /** For the register. */
  receivers: string
}

/** A text with its marks as it is frozen. */
export function frozenForm({ text, marks }: { text: Stored; marks: Revision['marks'] }): FrozenForm {
  const frozen = frozenJson(readStored(text), marks)
  const { fields, body } = readBare(text)
  const textHash = hashOf({ fields, body })
  return { json: JSON.stringify(frozen), hash: hashOf(frozen), textHash, receivers: receivers(frozen) }
}
