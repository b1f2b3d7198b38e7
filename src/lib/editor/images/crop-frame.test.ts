import { expect, test } from 'vitest'
import { frameBetween, isWhole, pixelsOf, soundFrame, WHOLE } from './crop-frame.ts'

test('a drag frames what lies between its ends, from whichever corner, and stays within the image', () => {
  expect(frameBetween({ x: 0.8, y: 0.9 }, { x: 0.25, y: 0.5 })).toEqual({
    left: 0.25,
    top: 0.5,
    right: 0.8,
    bottom: 0.9,
  })
  expect(frameBetween({ x: -2, y: 0.5 }, { x: 3, y: 2 })).toEqual({ left: 0, top: 0.5, right: 1, bottom: 1 })
})

test('no frame is too small to be meant, nor of what is no number', () => {
  const { left, right, top, bottom } = frameBetween({ x: 1, y: 0.5 }, { x: 1, y: 0.5 })
  expect(right - left).toBeCloseTo(0.05)
  expect(bottom - top).toBeCloseTo(0.05)
  expect(soundFrame({ left: NaN, top: 0, right: NaN, bottom: 1 })).toEqual(WHOLE)
})

test('in pixels it covers what was framed', () => {
  expect(pixelsOf(WHOLE, { width: 400, height: 300 })).toEqual({ x: 0, y: 0, width: 400, height: 300 })
  const frame = { left: 0.25, top: 0.5, right: 0.75, bottom: 1 }
  expect(pixelsOf(frame, { width: 401, height: 300 })).toEqual({ x: 100, y: 150, width: 201, height: 150 })
  expect(pixelsOf({ left: 0.5, top: 0, right: 0.55, bottom: 1 }, { width: 1, height: 1 })).toMatchObject({ width: 1 })
  expect(isWhole(WHOLE)).toBe(true)
  expect(isWhole(frame)).toBe(false)
})
