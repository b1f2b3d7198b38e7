export { createRedisBus, type Bus } from './bus.ts'
export { createCollaboration } from './collaboration.ts'
export type * from './contract.ts'
export type { Limits } from './limits.ts'
