/** The signing services with which this house has a contract, each with the kinds of keys that it keeps. */
import { type CscClient, cscClient, oauth, type OAuthSettings } from '../csc/client.ts'
import { createCsc, createCscPin } from '../csc/csc.ts'
import { mySignClient, mySignOld, type MySignSettings } from '../mysign/client.ts'
import { createMySign } from '../mysign/mysign.ts'
import type { SigningProvider } from '../provider.ts'
import { smartCaClient, type SmartCaSettings } from '../smartca/client.ts'
import { createSmartCa } from '../smartca/smartca.ts'
import type { RemoteKey } from './value.ts'

export const SERVICES = ['smartca', 'mysign', 'csc'] as const
export type ServiceName = (typeof SERVICES)[number]

export interface RemoteService {
  /**
   * What a subscriber has there, each with the kind of key that it is: a name in `kinds`. Throws `key_unreachable {reason}`. Nobody's
   * phone rings.
   */
  keys(subscriber: string): Promise<(RemoteKey & { kind: string })[]>
  /** By the name that stands in signing_keys.provider. */
  kinds: ReadonlyMap<string, SigningProvider>
}

export type Services = ReadonlyMap<ServiceName, RemoteService>

export interface ServiceSettings {
  smartCa?: SmartCaSettings | null
  /** `isOld`: of the generation that speaks CSC v1. */
  mySign?: (MySignSettings & { isOld: boolean }) | null
  csc?: (OAuthSettings & { url: string; version: 1 | 2 }) | null
}

export function servicesOf({ smartCa, mySign, csc }: ServiceSettings): Services {
  const services = new Map<ServiceName, RemoteService>()
  if (smartCa) services.set('smartca', ofSmartCa(smartCa))
  if (mySign) services.set('mysign', mySign.isOld ? ofCsc(mySignOld(mySign), 'mysign') : ofMySign(mySign))
  if (csc) services.set('csc', ofCsc(cscClient({ ...csc, logIn: oauth(csc) }), 'csc'))
  return services
}

function ofSmartCa(settings: SmartCaSettings): RemoteService {
  const client = smartCaClient(settings)
  return {
    keys: async (subscriber) =>
      (await client.certificates(subscriber, crypto.randomUUID())).map((key) => ({ ...key, kind: 'smartca' })),
    kinds: new Map([['smartca', createSmartCa(client)]]),
  }
}

function ofMySign(settings: MySignSettings): RemoteService {
  const client = mySignClient(settings)
  return {
    keys: async (subscriber) => (await client.keys(subscriber)).map((key) => ({ ...key, kind: 'mysign' })),
    kinds: new Map([['mysign', createMySign(client)]]),
  }
}

/** One whose holder types a PIN with us is another kind of key than one whose holder is asked on their phone. */
function ofCsc(client: CscClient, name: 'csc' | 'mysign'): RemoteService {
  const withPin = `${name}-pin`
  return {
    keys: async (subscriber) =>
      (await client.keys(subscriber)).map(({ needsPin, ...key }) => ({ ...key, kind: needsPin ? withPin : name })),
    kinds: new Map([
      [name, createCsc(client)],
      [withPin, createCscPin(client)],
    ]),
  }
}
