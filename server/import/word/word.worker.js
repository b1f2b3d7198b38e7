// @ts-check
/** Reads one Word file in a thread of its own, whose memory and time are bounded by who started it. */
import { parentPort, workerData } from 'node:worker_threads'
import { readWord } from './read.js'
import { Refusal } from './refusal.js'

/** @param {Uint8Array} bytes */
function answer(bytes) {
  try {
    return { file: readWord(bytes) }
  } catch (failure) {
    if (failure instanceof Refusal) return { refusal: { reason: failure.reason, what: failure.what } }
    return { fault: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) }
  }
}

parentPort?.postMessage(answer(workerData))
