import pino from 'pino'
import { inject } from 'vitest'
import { createPool } from '../../server/compute/index.ts'
import { works } from '../../server/works.ts'

/** The product's own works, in processes. To be closed. */
export function openWorkers(log = pino({ level: 'silent' })) {
  return createPool({ root: process.cwd(), works, log, entry: inject('workerEntry') })
}
