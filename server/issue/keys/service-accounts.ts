/** The tokens of people's own sign-ins at a service lie locked: whoever has stolen the table has nothing of them. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../database/connect.ts'
import { serviceSignIns } from '../../database/tables.ts'
import type { Accounts } from '../providers/csc/accounts.ts'

const account = z.object({ bearer: z.string(), untilMs: z.number(), refresh: z.string().nullable() })
const person = z.uuid()

// Nonce (12), tag (16), ciphertext.
const AT = { tag: 12, text: 28 }

/** `secret`: of this installation, outside the database; what was locked with another is as good as none. */
export function createAccounts(db: Database, secret: Uint8Array): Accounts {
  const key = createHmac('sha256', secret).update('but-phe: tokens of services').digest()

  function lock(userId: string, text: string): Buffer {
    const nonce = randomBytes(AT.tag)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(userId))
    const locked = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), locked])
  }

  function open(userId: string, locked: Uint8Array): string | null {
    const box = Buffer.from(locked)
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, AT.tag))
      .setAAD(Buffer.from(userId))
      .setAuthTag(box.subarray(AT.tag, AT.text))
    try {
      return Buffer.concat([decipher.update(box.subarray(AT.text)), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }

  return {
    async read(userId) {
      // A key that was brought in when the office's own account asked is of somebody with another name.
      if (!person.safeParse(userId).success) return null
      const [row] = await db
        .select({ locked: serviceSignIns.locked })
        .from(serviceSignIns)
        .where(eq(serviceSignIns.userId, userId))
      const text = row?.locked ? open(userId, row.locked) : null
      return text === null ? null : account.parse(JSON.parse(text))
    },
    async keep(userId, given) {
      const locked = lock(userId, JSON.stringify(given))
      await db
        .insert(serviceSignIns)
        .values({ userId, locked })
        .onConflictDoUpdate({ target: serviceSignIns.userId, set: { locked } })
    },
    async forget(userId) {
      await db.update(serviceSignIns).set({ locked: null }).where(eq(serviceSignIns.userId, userId))
    },
  }
}
