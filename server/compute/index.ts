/** One queue and one kind of process for all work that is heavy or may be hostile. Imports no other room. */
export { createPool, type PoolDeps, type PoolLimits } from './pool.ts'
export { serve } from './serve.ts'
export {
  work,
  type Ask,
  type Asked,
  type InputOf,
  type OutputOf,
  type Doing,
  type Pool,
  type Urgency,
  type Work,
  type Works,
} from './contract.ts'
