/** The format check, off the main thread: a long document must not cost a key press. */
import { checkDocument, type Finding, type HouseRules } from '../../document/check/index.ts'
import type { OfficialDocument } from '../../document/model.ts'

/** What is to be looked at goes as JSON: the browser's own copying of objects takes three times as long. */
export interface CheckRequest {
  round: number
  /** `Asked`. */
  json: string
}

export interface Asked {
  document: OfficialDocument
  house: HouseRules
}

export interface CheckAnswer {
  round: number
  findings: Finding[]
}

self.onmessage = ({ data: { round, json } }: MessageEvent<CheckRequest>) => {
  const { document, house }: Asked = JSON.parse(json)
  const answer: CheckAnswer = { round, findings: checkDocument(document, house) }
  self.postMessage(answer)
}
