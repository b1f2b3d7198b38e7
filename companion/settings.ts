/** What the office packed with the program (settings.json beside it), and what this PC adds. */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { PORTS } from '../src/lib/companion/protocol.ts'

/** `modules`: paths of vendors' PKCS#11 modules as they are on the office's PCs; those that are not on this one are left out. */
const packed = z.object({ origin: z.url(), modules: z.array(z.string()) })
export type Packed = z.infer<typeof packed>

/** Where OpenSC and p11-kit put theirs; both speak with many cards. */
const USUAL: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so', '/usr/lib64/opensc-pkcs11.so', '/usr/lib/opensc-pkcs11.so'],
  win32: ['C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll'],
}

export interface Settings {
  origin: string
  modules: string[]
  ports: readonly number[]
  /** Of the person's own, where pairings are kept. */
  folder: string
}

/**
 * `BUT_PHE_MODULES`: further modules of this PC, with the separator of PATH between them. `BUT_PHE_FOLDER`, `BUT_PHE_PORT`:
 * another folder and port. Throws in words that somebody at the PC can act on.
 */
export function readSettings(file: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Settings {
  const { origin, modules } = packed.parse(JSON.parse(readFileSync(file, 'utf8')))
  const own = (env.BUT_PHE_MODULES ?? '').split(path.delimiter).filter(Boolean)
  const all = [...own, ...modules, ...(USUAL[platform] ?? [])].filter((one) => path.isAbsolute(one) && existsSync(one))
  const home =
    platform === 'win32'
      ? path.join(env.APPDATA ?? homedir(), 'but-phe-companion')
      : path.join(env.XDG_CONFIG_HOME ?? path.join(homedir(), '.config'), 'but-phe-companion')
  return {
    origin,
    modules: [...new Set(all)],
    ports: env.BUT_PHE_PORT ? [Number(env.BUT_PHE_PORT)] : PORTS,
    folder: env.BUT_PHE_FOLDER ?? home,
  }
}
