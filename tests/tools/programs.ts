import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll } from 'vitest'
import { buildProgram } from '../../server/worker.build.js'

const ARTIFACTS = path.join('tests', 'artifacts')

/**
 * A program that a file of tests starts again and again, bundled until that file is over: from the sources, each start would take
 * the processor four seconds. Gives back what Node is to run.
 */
export async function bundled(entry: string): Promise<string> {
  mkdirSync(ARTIFACTS, { recursive: true })
  const folder = mkdtempSync(path.join(ARTIFACTS, 'program-')) // below the project: it imports packages
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  await buildProgram(entry, folder)
  return path.join(folder, `${path.basename(entry, '.ts')}.js`)
}
