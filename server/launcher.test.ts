import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const LAUNCHER = path.resolve('server/launcher.js')

test.skipIf(process.platform === 'win32')('who ends `npm start` ends the server, in good order', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'launcher-'))
  try {
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ scripts: { start: 'node server.mjs' } }))
    await writeFile(
      path.join(folder, 'server.mjs'),
      `import { watchLauncher } from ${JSON.stringify(LAUNCHER)}
       const end = () => { console.log('ended in good order'); process.exit(0) }
       process.on('SIGTERM', end)
       watchLauncher(end)
       setInterval(() => {}, 1000)
       console.log('ready')`,
    )
    const npm = spawn('npm', ['start'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
    const said: string[] = []
    // The lines end when the last who writes them has ended: not npm, but the server.
    const lines = createInterface(npm.stdout).on('line', (line) => {
      said.push(line)
      if (line === 'ready') npm.kill('SIGTERM')
    })
    await once(lines, 'close')
    expect(said.at(-1)).toBe('ended in good order')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
