import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { isBuilt } from '../../../server/prepare.js'
import { buildWorker } from '../../../server/worker.build.js'

declare module 'vitest' {
  export interface ProvidedContext {
    workerEntry: string
  }
}

/**
 * The product's worker as it is built: started from the sources, each would take seconds to be ready. `npm test` has built
 * it; otherwise it is built here.
 */
export default async function setup(project: TestProject) {
  if (isBuilt()) return project.provide('workerEntry', 'build/worker/worker.js')
  mkdirSync('tests/artifacts', { recursive: true })
  const folder = mkdtempSync('tests/artifacts/worker-') // below the project: it imports packages
  await buildWorker(folder)
  project.provide('workerEntry', `${folder}/worker.js`)
  return () => rmSync(folder, { recursive: true, force: true })
}
