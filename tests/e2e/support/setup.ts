import type { FullConfig } from '@playwright/test'
import { build } from '../../../server/prepare.js'
import { Office } from './office.ts'
import { announceOffices, GIVEN } from './offices.ts'

/** Builds if need be, and opens the demonstration office for each worker. */
export default async function setup({ workers }: FullConfig): Promise<() => Promise<void>> {
  if (GIVEN) return async () => {}
  build()
  const removePattern = await Office.makePattern()
  const offices = await Promise.all(Array.from({ length: workers }, () => Office.open()))
  announceOffices(offices.map(({ url }) => url))
  return async () => {
    await Promise.all(offices.map((office) => office.close()))
    await removePattern()
  }
}
