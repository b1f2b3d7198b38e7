import { beforeEach, expect, test } from 'vitest'
import { Pulse } from './pulse.ts'

const line = { lastHeard: 0, up: true, opening: null as number | null, asked: 0, died: 0 }
let pulse: Pulse
beforeEach(() => {
  Object.assign(line, { lastHeard: 0, up: true, opening: null, asked: 0, died: 0 })
  pulse = new Pulse({
    lastHeardAt: () => line.lastHeard,
    isUp: () => line.up,
    openingSince: () => line.opening,
    ask: () => line.asked++,
    isDead: () => line.died++,
  })
  pulse.stop() // looked at by hand
})

test('lesson 38: a hidden tab whose timer runs once a minute keeps a healthy line for hours', () => {
  for (let minute = 1; minute < 200; minute++) {
    pulse.look(minute * 60_000)
    if (line.asked > 0) line.lastHeard = minute * 60_000 + 20 // the server answers at once
  }
  expect(line.asked).toBeGreaterThan(50)
  expect(line.died).toBe(0)
})

test('a line that does not answer is dead', () => {
  pulse.look(20_000)
  expect(line.asked).toBe(1)
  pulse.look(25_000)
  expect(line.died).toBe(0)
  pulse.look(31_000)
  expect(line.died).toBe(1)
})

test('an attempt that is never answered is given up', () => {
  Object.assign(line, { up: false, opening: 1_000 })
  pulse.look(15_000)
  expect(line.died).toBe(0)
  pulse.look(22_000)
  expect(line.died).toBe(1)
})

test('waking up asks at once, but not twice', () => {
  line.lastHeard = 100_000
  pulse.check(100_001)
  pulse.check(100_002)
  expect(line.asked).toBe(1)
  line.lastHeard = 100_050
  pulse.look(105_000)
  expect(line.died).toBe(0)
})
