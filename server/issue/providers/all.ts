import { companion } from './companion.ts'
import { createPkcs11, type Modules } from './pkcs11/tokens.ts'
import { createPkcs12, type Pkcs12Deps } from './pkcs12.ts'
import type { Providers } from './provider.ts'
import type { Services } from './remote/services.ts'

/** Every kind of key there is. To add one: a file beside this, and its line here. */
export function createProviders({
  file,
  tokenModules,
  services,
}: {
  file: Pkcs12Deps
  tokenModules: Modules
  services: Services
}): Providers {
  return new Map([
    ['pkcs12', createPkcs12(file)],
    ['pkcs11', createPkcs11(tokenModules)],
    ['companion', companion],
    ...[...services.values()].flatMap(({ kinds }) => [...kinds]),
  ])
}
