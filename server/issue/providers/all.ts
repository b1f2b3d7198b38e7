import { createPkcs11, type Modules } from './pkcs11/tokens.ts'
import { createPkcs12, type Pkcs12Deps } from './pkcs12.ts'
import type { Providers } from './provider.ts'

/** Every kind of key there is. To add one: a file beside this, and its line here. */
export function createProviders({ file, tokenModules }: { file: Pkcs12Deps; tokenModules: Modules }): Providers {
  return new Map([
    ['pkcs12', createPkcs12(file)],
    ['pkcs11', createPkcs11(tokenModules)],
  ])
}
