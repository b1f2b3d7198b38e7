// @ts-check
/** Runs expressions over lines and says which grow faster than the lines. In a thread, so that a hanging one can be ended. */
import { parentPort } from 'node:worker_threads'

const port = parentPort
if (!port) throw new Error('race.worker.js runs only as a worker thread')

/**
 * @typedef {{ lead: string, pump: string, end: string }} Attack
 * @typedef {{ source: string, flags: string, attacks: Attack[] }} Race
 */

/** A quadratic expression takes some 5 ms for the short line and 500 ms for the long one; a linear one 0.1 ms and 1 ms. */
const SHORT = 3_000
const LONG = 30_000
const SHORT_MS = 1.5
const LONG_MS = 80

/** @param {Attack} attack @param {number} length */
const lineOf = ({ lead, pump, end }, length) => lead + pump.repeat(Math.max(1, Math.ceil(length / pump.length))) + end

/** @param {RegExp} pattern @param {string} line */
function time(pattern, line) {
  const start = performance.now()
  if (pattern.global) for (const found of line.matchAll(pattern)) void found
  else pattern.exec(line)
  return performance.now() - start
}

/** @param {RegExp} pattern @param {string} line @param {number} limit */
const isSlow = (pattern, line, limit) =>
  time(pattern, line) > limit && time(pattern, line) > limit && time(pattern, line) > limit

port.on('message', (/** @type {Race} */ { source, flags, attacks }) => {
  const pattern = new RegExp(source, flags)
  for (const attack of attacks) {
    port.postMessage({ trying: attack })
    if (isSlow(pattern, lineOf(attack, SHORT), SHORT_MS) && isSlow(pattern, lineOf(attack, LONG), LONG_MS)) {
      port.postMessage({ slow: attack })
      return
    }
  }
  port.postMessage({ slow: null })
})
