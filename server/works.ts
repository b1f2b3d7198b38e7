/**
 * Every kind of work that is heavy or may be hostile, under its name: how much it may take, and where it stands. The one
 * place, beside app.ts, where rooms meet. To add a kind: a function in its room that takes and gives plain data, a line
 * here, and in app.ts `workers.do.name` handed to whoever needs it.
 */
import { work } from './compute/contract.ts'
import { examineWorks } from './examine/works.ts'
import { imageWorks } from './images/works.ts'
import { importWorks } from './import/works.ts'
import { issueWorks } from './issue/works.ts'
import { rosterWorks } from './roster/read.ts'
import { suggestWorks } from './suggest/works.ts'
import { versionWorks } from './versions/works.ts'

export const works = {
  /** The updates of a text as one. A hundred pages take 150 ms. */
  squash: work({ ms: 30_000, mb: 600 }, async () => (await import('./collab/bytes/squash.ts')).squash),
  ...examineWorks,
  ...issueWorks,
  ...imageWorks,
  ...importWorks,
  ...rosterWorks,
  ...suggestWorks,
  ...versionWorks,
}
