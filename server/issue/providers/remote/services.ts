/** The signing services with which this house has a contract, each with the kinds of keys that it keeps. */
import { type Accounts, ownLogIn } from '../csc/accounts.ts'
import type { Asks } from '../csc/asks.ts'
import { type CscClient, cscClient, oauth } from '../csc/client.ts'
import { createCsc, createCscPin } from '../csc/csc.ts'
import { accountFor, type PageSettings, signInAddress } from '../csc/oauth.ts'
import { createCscPage } from '../csc/page.ts'
import { createCscTyped } from '../csc/typed.ts'
import { mySignClient, mySignOld, type MySignSettings } from '../mysign/client.ts'
import { createMySign } from '../mysign/mysign.ts'
import type { Journey, Returned, SigningProvider } from '../provider.ts'
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
  /** Where each holder signs in there with their own browser: a subscriber is then called by their number in this house. */
  signIn?: {
    address(journey: Journey): string
    /** Throws `key_unreachable {reason}`. */
    take(userId: string, returned: Returned): Promise<void>
  }
}

export type Services = ReadonlyMap<ServiceName, RemoteService>

export interface ServiceSettings {
  smartCa?: SmartCaSettings | null
  /** `isOld`: of the generation that speaks CSC v1. */
  mySign?: (MySignSettings & { isOld: boolean }) | null
  csc?: (PageSettings & { url: string; byHolder?: boolean }) | null
  /** Of a service where each holder signs in themselves. */
  accounts?: Accounts
}

export function servicesOf({ smartCa, mySign, csc, accounts }: ServiceSettings): Services {
  const services = new Map<ServiceName, RemoteService>()
  if (smartCa) services.set('smartca', ofSmartCa(smartCa))
  if (mySign) services.set('mysign', mySign.isOld ? ofCsc(mySignOld(mySign), 'mysign') : ofMySign(mySign))
  if (csc?.byHolder && accounts) services.set('csc', ofHolders(csc, accounts))
  else if (csc) services.set('csc', ofCsc(cscClient({ ...csc, logIn: oauth(csc) }), 'csc', csc))
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

function ofHolders(csc: PageSettings & { url: string }, accounts: Accounts): RemoteService {
  return {
    ...ofCsc(cscClient({ ...csc, ...ownLogIn(csc, accounts) }), 'csc', csc),
    signIn: {
      address: (journey) => signInAddress(csc, journey),
      take: async (userId, returned) => accounts.keep(userId, await accountFor(csc, returned)),
    },
  }
}

/** What the holder is asked, and where, makes another kind of key. `page`: of a service with a page of its own. */
function ofCsc(client: CscClient, name: 'csc' | 'mysign', page?: PageSettings): RemoteService {
  const kinds = new Map([
    [name, createCsc(client)],
    [`${name}-pin`, createCscPin(client)],
    [`${name}-code`, createCscTyped(client)],
    ...(page ? ([[`${name}-page`, createCscPage(client, page)]] as const) : []),
  ])
  return {
    kinds,
    keys: async (subscriber) =>
      (await client.keys(subscriber)).map(({ asks, isActive, ...key }) => {
        const kind = `${name}${SUFFIX[kindOf(asks)]}`
        return { ...key, kind, isActive: isActive && kinds.has(kind) }
      }),
  }
}

const SUFFIX = { holder: '', pin: '-pin', code: '-code', page: '-page', other: '-other' } as const
const kindOf = (asks: Asks): keyof typeof SUFFIX =>
  asks.how === 'typed' ? (asks.code === null ? 'pin' : 'code') : asks.how
