import { createPkcs11, type Modules } from './pkcs11/tokens.ts'
import { createPkcs12, type Pkcs12Deps } from './pkcs12.ts'
import type { Providers } from './provider.ts'
import type { SmartCaClient } from './smartca/client.ts'
import { createSmartCa } from './smartca/smartca.ts'

/** Every kind of key there is. To add one: a file beside this, and its line here. */
export function createProviders({
  file,
  tokenModules,
  smartCa,
}: {
  file: Pkcs12Deps
  tokenModules: Modules
  /** Null where this house has no contract with it. */
  smartCa: SmartCaClient | null
}): Providers {
  return new Map([
    ['pkcs12', createPkcs12(file)],
    ['pkcs11', createPkcs11(tokenModules)],
    ...(smartCa ? [['smartca', createSmartCa(smartCa)] as const] : []),
  ])
}
