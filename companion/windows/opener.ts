/** What a window asks, and how each kind of desk opens one. */

export interface Asking {
  /** `pin`: what is typed is not shown. */
  kind: 'pin' | 'code'
  title: string
  /** What stands above the field, a paragraph each. */
  lines: string[]
  label: string
}

/** How a window is opened: a program, its arguments, and what it reads. It prints what was typed and ends with 0, or with another. */
export interface Opened {
  command: string
  args: string[]
  stdin: string
}

/** `null`: there is none on this computer. */
export type Opener = (asking: Asking) => Opened | null
