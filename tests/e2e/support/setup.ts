import { build } from '../../../server/prepare.js'
import { Office } from './office.ts'

/** Builds if need be, and opens the demonstration office that all tests share. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.BUT_PHE_URL) return async () => {} // an office that runs already, as when one writes a test
  build()
  const office = await Office.open()
  process.env.BUT_PHE_URL = office.url
  return () => office.close()
}
