/** What the page asks of the worker that cuts, and what it is told. */
import type { CutSettings } from './cut.ts'
import type { InkColour, Purpose } from './ink.ts'
import type { Box, Pixels } from './pixels.ts'
import type { PhotoFault } from './true-size.ts'

/** Shares of the photo, 0 to 1 from its upper left corner. */
export type Frame = Box

export type Ask =
  | { is: 'open'; file: Blob; purpose: Purpose }
  /** `turn`: degrees, clockwise. */
  | { is: 'cut'; frame: Frame; turn: number; settings: CutSettings }

export interface Opened {
  is: 'opened'
  /** The photo, small enough for a screen. */
  shown: ImageBitmap
  /** Pixels of the photo itself. */
  width: number
  height: number
  /** Where the ink is; the whole photo where none was found. */
  frame: Frame
  /** Of a scan that says so. */
  dpi: number | null
}

export interface CutDone {
  is: 'cut'
  /** What was framed, upright, with nothing where there is no ink. */
  pixels: Pixels
  box: Box | null
  colour: InkColour | null
  /** Pixels of this picture for one of the photo. */
  scale: number
}

export type Told = Opened | CutDone | { is: 'fault'; fault: PhotoFault }
