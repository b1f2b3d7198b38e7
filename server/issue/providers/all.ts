import { pkcs12 } from './pkcs12.ts'
import type { Providers } from './provider.ts'

/** Every kind of key there is. To add one: a file beside this, and its line here. */
export function createProviders(): Providers {
  return new Map([['pkcs12', pkcs12]])
}
