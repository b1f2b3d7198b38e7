/** What of an image is kept, as shares of its width and height from 0 to 1, counted from its upper left corner. */
export interface Frame {
  left: number
  top: number
  right: number
  bottom: number
}

export const WHOLE: Frame = { left: 0, top: 0, right: 1, bottom: 1 }

/** Less would be a slip of the mouse. */
const LEAST_SHARE = 0.05

/** The frame between two points of a drag, wherever it began. */
export function frameBetween(from: { x: number; y: number }, to: { x: number; y: number }): Frame {
  return soundFrame({
    left: Math.min(from.x, to.x),
    top: Math.min(from.y, to.y),
    right: Math.max(from.x, to.x),
    bottom: Math.max(from.y, to.y),
  })
}

/** Within the image, and not too small to be meant. */
export function soundFrame(wanted: Frame): Frame {
  const [left, right] = soundSpan(wanted.left, wanted.right)
  const [top, bottom] = soundSpan(wanted.top, wanted.bottom)
  return { left, top, right, bottom }
}

function soundSpan(from: number, to: number): [number, number] {
  const start = Math.min(Math.max(Number.isFinite(from) ? from : 0, 0), 1 - LEAST_SHARE)
  return [start, Math.min(Math.max(Number.isFinite(to) ? to : 1, start + LEAST_SHARE), 1)]
}

/** The same in pixels of an image of this size; at least one. */
export function pixelsOf({ left, top, right, bottom }: Frame, { width, height }: { width: number; height: number }) {
  const [x, y] = [Math.floor(left * width), Math.floor(top * height)]
  return {
    ...{ x, y },
    width: Math.max(1, Math.min(width, Math.ceil(right * width)) - x),
    height: Math.max(1, Math.min(height, Math.ceil(bottom * height)) - y),
  }
}

export const isWhole = ({ left, top, right, bottom }: Frame) => left === 0 && top === 0 && right === 1 && bottom === 1
