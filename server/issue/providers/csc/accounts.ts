/** A service that wants each holder's own sign-in before it tells of their credentials, and signs. */
import { AppError } from '../../../../src/lib/errors.ts'
import { unreachable } from '../remote/call.ts'
import type { CscService } from './client.ts'
import { type Account, type PageSettings, renewed } from './oauth.ts'

/** What people's sign-ins gave, by their number in this house. */
export interface Accounts {
  read(userId: string): Promise<Account | null>
  keep(userId: string, account: Account): Promise<void>
  forget(userId: string): Promise<void>
}

/** One that ends within these is renewed before it is used. */
const EARLIER_MS = 30_000

/** Throws `key_unreachable {reason: 'service_sign_in'}` where the person has to sign in first. */
export function ownLogIn(
  settings: PageSettings,
  accounts: Accounts,
): Pick<CscService, 'logIn'> & Required<Pick<CscService, 'forget'>> {
  async function current(userId: string): Promise<Account> {
    const account = await accounts.read(userId)
    if (account && account.untilMs > Date.now() + EARLIER_MS) return account
    if (!account?.refresh) throw unreachable('service_sign_in')
    const again = await renewed(settings, account.refresh).catch(async (failure: unknown) => {
      if (!isOver(failure)) throw failure
      // Each renews once: somebody else of this house may have come first.
      const now = await accounts.read(userId)
      if (now && now.refresh !== account.refresh) return now
      await accounts.forget(userId)
      throw unreachable('service_sign_in')
    })
    await accounts.keep(userId, again)
    return again
  }
  return {
    async logIn(userId) {
      const { bearer, untilMs } = await current(userId)
      return { status: 200, said: { access_token: bearer, expires_in: Math.ceil((untilMs - Date.now()) / 1_000) } }
    },
    /** It was good no more; with what renews it another may be had. */
    async forget(userId) {
      const account = await accounts.read(userId)
      if (account?.refresh) await accounts.keep(userId, { ...account, untilMs: 0 })
      else await accounts.forget(userId)
    },
  }
}

/** Another is not to be had: all else may be tried again. */
const isOver = (failure: unknown) => failure instanceof AppError && failure.detail.reason === 'service_leave'
