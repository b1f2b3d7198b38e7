/** The format check, off the main thread: a long document must not cost a key press. */
import { checkDocument, type Finding, type Policy } from '../../document/check/index.ts'
import type { OfficialDocument } from '../../document/model.ts'

export interface CheckRequest {
  round: number
  document: OfficialDocument
  policy: Policy
}

export interface CheckAnswer {
  round: number
  findings: Finding[]
}

self.onmessage = ({ data: { round, document, policy } }: MessageEvent<CheckRequest>) => {
  const answer: CheckAnswer = { round, findings: checkDocument(document, policy) }
  self.postMessage(answer)
}
