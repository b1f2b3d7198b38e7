/** The small window that is open at the caret. `bySign`: asked for with "@". */
export type Popup =
  | { kind: 'reference'; bySign: boolean }
  | { kind: 'footnote' }
  | { kind: 'basis' }
  | { kind: 'image' }
  | { kind: 'crop' }
  | { kind: 'characters' }
