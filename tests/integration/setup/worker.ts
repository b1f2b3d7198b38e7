import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { buildWorker } from '../../../server/worker.build.js'

declare module 'vitest' {
  export interface ProvidedContext {
    workerEntry: string
  }
}

/** The product's worker as it is built: started from the sources, each would take seconds to be ready. */
export default async function setup(project: TestProject) {
  mkdirSync('tests/artifacts', { recursive: true })
  const folder = mkdtempSync('tests/artifacts/worker-') // below the project: it imports packages
  await buildWorker(folder)
  project.provide('workerEntry', `${folder}/worker.js`)
  return () => rmSync(folder, { recursive: true, force: true })
}
