import type { ErrorCode } from '$lib/errors'
import type { Person } from '../server/access/person.ts'
import type { SignedIn } from '../server/access/shapes.ts'
import type { App as House } from '../server/app.ts'

declare global {
  namespace App {
    interface Locals {
      app: House
      /** Null where nobody is signed in. */
      session: SignedIn | null
      person: Person | null
    }
    interface Error {
      message: string
      /** Present on expected failures; the page shows `error_<code>`. */
      code?: ErrorCode
      detail?: Record<string, unknown>
      /** Present on unexpected ones: finds the entry in the log. */
      reference?: string
    }
  }
}

export {}
