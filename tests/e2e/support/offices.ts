/** One office for each worker. Its address reaches the worker by the environment, which workers inherit. */

/** An office that runs already, as when one writes a test: everything goes there. */
export const GIVEN = process.env.BUT_PHE_URL

const OFFICES = 'BUT_PHE_OFFICES'

/** Called by setup.ts, before the workers begin. */
export function announceOffices(urls: readonly string[]): void {
  process.env[OFFICES] = urls.join(' ')
}

/** Undefined outside a worker: nobody has an office before setup.ts has opened them. */
export function officeOfWorker(): string | undefined {
  const urls = (process.env[OFFICES] ?? '').split(' ')
  return GIVEN ?? urls[Number(process.env.TEST_PARALLEL_INDEX ?? 0)]
}
