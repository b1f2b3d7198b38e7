import type { Breach, Severity, TextualField } from './finding.ts'
import type { Inspected } from './inspect.ts'

/** One thing the decree asks for. `find` is pure and looks at nothing but the document. */
export interface Rule {
  /** Its sentence is `checker_<id>`. Stable: agencies set their policy by it. */
  id: string
  severity: Severity
  /** It speaks of what is not written yet, as every new draft has it: something to do rather than a mistake. */
  isGap?: true
  /** No agency may set it otherwise. */
  isFixed?: true
  article: string
  /** About number, seal or circulation, which a paper within the office has not. */
  isOfIssued?: true
  find(document: Inspected): Iterable<Breach>
}

export function* field(
  name: TextualField,
  isBroken: boolean,
  params: Breach['params'] = {},
  value?: string,
): Iterable<Breach> {
  if (!isBroken) return
  yield {
    place: { at: 'field', field: name },
    params,
    ...(value === undefined ? {} : { mend: { act: 'set-field', field: name, value } }),
  }
}

/** Has letters, and none of them is lower case. */
export function isUpperCase(text: string): boolean {
  return text === text.toUpperCase()
}

export function hasLetters(text: string): boolean {
  return /\p{L}/u.test(text)
}
