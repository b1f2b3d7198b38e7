/** The record of who did what: append-only and hash-chained (AUD-1). */
export { chainEnd, checkChain, type ChainCheck, type ChainFault } from './check.ts'
export { changeAccess, record, recordAll, type Act } from './record.ts'
