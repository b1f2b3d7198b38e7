/** What this room has done in processes of their own. */
import { work } from '../compute/contract.ts'

export const suggestWorks = {
  normalPut: work({ ms: 5_000, mb: 500 }, async () => (await import('./normal.ts')).normalPut),
  /** Five hundred suggestions in a hundred pages take a second. */
  applySuggestions: work({ ms: 20_000, mb: 600 }, async () => (await import('./jobs.ts')).applySuggestions),
  /** One text with what is suggested in it, to be printed. */
  suggestedText: work({ ms: 20_000, mb: 600 }, async () => (await import('./view.ts')).suggestedText),
}
