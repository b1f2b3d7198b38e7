/**
 * The program for people's own PCs, as a ZIP from this very server: officials have no Node, and install nothing. In it: the program
 * (build/companion), the part that speaks with tokens, a Node to run both, and the address of this house.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { type AsyncZippable, zip } from 'fflate'
import { AppError } from '../../src/lib/errors.ts'

export const PLATFORMS = ['windows', 'linux'] as const
export type Platform = (typeof PLATFORMS)[number]

export interface CompanionDeps {
  /** The only address whose pages the program answers. */
  origin: string
  /** PKCS#11 modules as they are on the office's PCs, of either system. */
  modules: readonly string[]
  /** Where the administrator puts what cannot be had here: windows/node.exe, windows/pkcs11.node; linux/… in place of this server's. */
  folder: string
  /** The folder that holds `build`, `server` and `node_modules`. */
  root: string
  dataDir: string
}

export interface Companion {
  /** For which systems it can be handed out. */
  offered(): Promise<Record<Platform, boolean>>
  /** Path of the ZIP, which is packed once. Throws `not_found` where it cannot be. */
  pack(platform: Platform): Promise<string>
}

/** Of a file in the ZIP that is a program: rwxr-xr-x, as Unix writes it. */
const RUNS = { os: 3, attrs: 0o755 << 16 } as const
const TOP = 'but-phe-ky'

export function createCompanion(deps: CompanionDeps): Companion {
  const packing = new Map<Platform, Promise<string>>()
  return {
    async offered() {
      const [windows, linux] = PLATFORMS.map((platform) => sourcesOf(deps, platform) !== null)
      return { windows: windows === true, linux: linux === true }
    },
    pack(platform) {
      const before = packing.get(platform)
      if (before) return before
      const now = pack(deps, platform).finally(() => packing.delete(platform))
      packing.set(platform, now)
      return now
    },
  }
}

interface Sources {
  node: string
  token: string
}

/** Null where something is missing. Whatever lies in the folder goes before what this server has itself. */
function sourcesOf({ folder, root }: CompanionDeps, platform: Platform): Sources | null {
  if (!existsSync(path.join(root, 'build/companion/companion.js'))) return null
  const isOwn = platform === 'linux' && process.platform === 'linux'
  const placed = (name: string) => path.join(folder, platform, name)
  const node = placed(platform === 'windows' ? 'node.exe' : 'node')
  const token = placed('pkcs11.node')
  const ownToken = isOwn ? path.join(tokenPackage(root) ?? '', 'build/Release/pkcs11.node') : ''
  const sources = {
    node: existsSync(node) ? node : isOwn ? process.execPath : '',
    token: existsSync(token) ? token : ownToken,
  }
  return existsSync(sources.node) && existsSync(sources.token) && tokenPackage(root) !== null ? sources : null
}

/** `pkcs11js` is an optional package. */
function tokenPackage(root: string): string | null {
  try {
    return path.dirname(createRequire(path.join(root, 'package.json')).resolve('pkcs11js/package.json'))
  } catch {
    return null
  }
}

async function pack(deps: CompanionDeps, platform: Platform): Promise<string> {
  const sources = sourcesOf(deps, platform)
  if (!sources) throw new AppError('not_found')
  const files = await filesOf(deps, platform)
  const target = path.join(deps.dataDir, 'companion-packed', `${platform}-${await fingerprint(files, sources)}.zip`)
  if (existsSync(target)) return target
  const whole: AsyncZippable = { ...files }
  const [program, token] = await Promise.all([readFile(sources.node), readFile(sources.token)])
  whole[`${TOP}/companion/${platform === 'windows' ? 'node.exe' : 'node'}`] = [program, RUNS]
  whole[`${TOP}/companion/node_modules/pkcs11js/build/Release/pkcs11.node`] = token
  const bytes = await promisify<AsyncZippable, Uint8Array>(zip)(whole) // large files in threads of their own
  await mkdir(path.dirname(target), { recursive: true })
  await writeFile(`${target}.new`, bytes)
  await rename(`${target}.new`, target)
  return target
}

/** All but the two programs, which are large. */
async function filesOf({ origin, modules, root }: CompanionDeps, platform: Platform): Promise<AsyncZippable> {
  const token = tokenPackage(root) ?? ''
  const read = async (...at: string[]) => new Uint8Array(await readFile(path.join(...at)))
  const text = (words: string) => new TextEncoder().encode(words)
  const below = `${TOP}/companion`
  const start: AsyncZippable =
    platform === 'windows'
      ? { [`${TOP}/bat-dau.cmd`]: text(START_WINDOWS) }
      : { [`${TOP}/bat-dau.sh`]: [text(START_LINUX), RUNS] }
  return {
    ...start,
    [`${TOP}/DOC-TRUOC.txt`]: text(readme(origin, platform)),
    [`${below}/companion.js`]: await read(root, 'build/companion/companion.js'),
    [`${below}/child.js`]: await read(root, 'server/issue/providers/pkcs11/child.js'),
    [`${below}/package.json`]: text('{ "type": "module" }\n'),
    [`${below}/settings.json`]: text(`${JSON.stringify({ origin, modules }, null, 2)}\n`),
    [`${below}/node_modules/pkcs11js/package.json`]: await read(token, 'package.json'),
    [`${below}/node_modules/pkcs11js/index.js`]: await read(token, 'index.js'),
    [`${below}/node_modules/pkcs11js/LICENSE`]: await read(token, 'LICENSE'),
  }
}

/** Another program, setting or Node is another ZIP. */
async function fingerprint(files: AsyncZippable, sources: Sources): Promise<string> {
  const hash = createHash('sha256')
  for (const [name, given] of Object.entries(files)) {
    const bytes = Array.isArray(given) ? given[0] : given
    if (bytes instanceof Uint8Array) hash.update(`${name} ${bytes.length}\n`).update(bytes)
  }
  for (const file of Object.values(sources)) {
    const { size, mtimeMs } = await stat(file)
    hash.update(`${file} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

const START_LINUX = `#!/bin/sh
cd "$(dirname "$0")/companion" && exec ./node companion.js
`
const START_WINDOWS = `@echo off\r
chcp 65001 >nul\r
title But Phe\r
cd /d "%~dp0companion"\r
node.exe companion.js\r
pause\r
`

/** In both languages, with the line ends of the system. */
function readme(origin: string, platform: Platform): string {
  const start = platform === 'windows' ? 'bat-dau.cmd' : 'bat-dau.sh'
  const words = `BÚT PHÊ: KÝ BẰNG TOKEN TRÊN MÁY NÀY

Chương trình này chỉ nhận yêu cầu từ ${origin}, và chỉ trên chính máy này (127.0.0.1).
Mã PIN nhập trong cửa sổ của chương trình; mã PIN không rời máy và không được lưu.

1. Giải nén cả thư mục này vào chỗ của bạn. Không cần quyền quản trị.
2. Cắm token; phần mềm đi kèm token của nhà cung cấp phải được cài sẵn.
3. Mở ${start}. Để chương trình chạy khi ký.
4. Vào ${origin}/account/token, ghép nối trình duyệt một lần rồi chọn khóa.
${platform === 'linux' ? '\nCần có zenity hoặc kdialog để hỏi mã PIN.\n' : ''}
Thư viện PKCS#11 để ở chỗ khác: đặt biến môi trường BUT_PHE_MODULES là đường dẫn của nó.

SIGNING WITH THE TOKEN AT THIS COMPUTER

This program answers ${origin} alone, and on this computer alone (127.0.0.1). The PIN is typed into its own window, does not
leave the computer, and is kept nowhere. Unpack the folder, plug the token in, start ${start}, and pair your browser at
${origin}/account/token. A PKCS#11 module elsewhere: name its path in the environment variable BUT_PHE_MODULES.

In it: Node.js (https://nodejs.org, MIT licence), pkcs11js, zod, asn1js, pkijs and pvutils (MIT and BSD licences).
`
  return platform === 'windows' ? `\uFEFF${words.replaceAll('\n', '\r\n')}` : words
}
