/** The format check, off the main thread: a long document must not cost a key press. */
import { checkDocument, type Finding, type HouseRules } from '../../document/check/index.ts'
import type { OfficialDocument } from '../../document/model.ts'

export interface CheckRequest {
  round: number
  document: OfficialDocument
  house: HouseRules
}

export interface CheckAnswer {
  round: number
  findings: Finding[]
}

self.onmessage = ({ data: { round, document, house } }: MessageEvent<CheckRequest>) => {
  const answer: CheckAnswer = { round, findings: checkDocument(document, house) }
  self.postMessage(answer)
}
