/** The program that a person starts at their own PC, so that pages of the office can have something signed by its token. */
import path from 'node:path'
import { modulesAt } from '../server/issue/providers/pkcs11/tokens.ts'
import { listen } from './listen.ts'
import { Pairings } from './pairings.ts'
import { readSettings } from './settings.ts'
import { windowFor } from './windows/ask.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)
const here = import.meta.dirname

try {
  const settings = readSettings(path.join(here, 'settings.json'), process.env, process.platform)
  const { origin, modules, ports, folder } = settings
  const { port } = await listen(
    {
      origin,
      modules: { ...modulesAt(modules), program: path.join(here, 'child.js') },
      ask: windowFor(process),
      pairings: new Pairings(folder, origin),
      log: say,
    },
    ports,
  )
  say(`Bút Phê: sẵn sàng ký cho ${origin} (127.0.0.1:${port}). Đóng cửa sổ này để dừng.`)
  say(modules.length > 0 ? `PKCS#11: ${modules.join(', ')}` : 'PKCS#11: chưa thấy thư viện nào của token trên máy này.')
} catch (failure) {
  say(`Không chạy được: ${failure instanceof Error ? failure.message : String(failure)}`)
  process.exitCode = 1
}
