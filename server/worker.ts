/** What a worker process runs: everything of works.ts, when it is asked. */
import { serve } from './compute/serve.ts'
import { works } from './works.ts'

serve(works)
