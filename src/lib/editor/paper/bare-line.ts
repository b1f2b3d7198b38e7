/** The line of a field in which the caret stands. */

export interface BareLine {
  /** Its words up to the caret, without the dash that a list is typed with. */
  typed: string
  /** Where they begin, in UTF-16 units of the field. */
  start: number
  /** Which line, from 0. */
  at: number
  /** Behind the caret stands nothing more of this line than its ending. */
  isEnd: boolean
}

export function bareLine(value: string, caret: number): BareLine {
  const begins = value.lastIndexOf('\n', caret - 1) + 1
  const ends = value.indexOf('\n', caret)
  const before = value.slice(begins, caret)
  const dash = /^[ \t]*[-–+•]?[ \t]*/.exec(before)?.[0].length ?? 0
  const behind = value.slice(caret, ends === -1 ? value.length : ends)
  return {
    typed: before.slice(dash),
    start: begins + dash,
    at: value.slice(0, begins).split('\n').length - 1,
    isEnd: /^[;.,]?\s*$/.test(behind),
  }
}
