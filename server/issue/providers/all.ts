import { createPkcs12, type Pkcs12Deps } from './pkcs12.ts'
import type { Providers } from './provider.ts'

/** Every kind of key there is. To add one: a file beside this, and its line here. */
export function createProviders(deps: Pkcs12Deps): Providers {
  return new Map([['pkcs12', createPkcs12(deps)]])
}
