import type { IncomingMessage } from 'node:http'
import { availableParallelism } from 'node:os'
import type { Duplex } from 'node:stream'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { MESSAGES } from './messages.config.js'

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** In development, hands socket upgrades to the app that `hooks.server.ts` started (production: server/start.js). */
function collaborationSocket(): Plugin {
  return {
    name: 'but-phe-collaboration-socket',
    configureServer(vite) {
      vite.httpServer?.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (!/^\/(collab|news)\//.test(request.url ?? '')) return // Vite's own hot-reload socket
        const app = (globalThis as { [key: symbol]: { upgrade: Upgrade } | undefined })[Symbol.for('but-phe.app')]
        if (app) app.upgrade(request, socket, head)
        else socket.destroy()
      })
    },
  }
}

/** Beside what they test; and attacks on single functions. */
const UNIT = {
  include: ['companion/**/*.test.ts', 'src/**/*.test.ts', 'server/**/*.test.ts', 'tests/hostile/**/*.test.ts'],
  environment: 'node',
  globalSetup: ['tests/integration/setup/worker.ts'],
  testTimeout: 60_000, // that something hangs, not how quick it is
  isolate: false, // modules are read once a process: a third of the time; a test that needs a fresh one resets it
  unstubGlobals: true,
}

/** More than two seconds each: `npm run test:quick` leaves them out, `npm test` does not. */
const SLOW = [
  'src/lib/document/compare/**',
  'src/lib/document/suggest/suggest.test.ts',
  'tests/hostile/**',
  'server/compute/**',
  'server/issue/typeset/**',
  'server/issue/verify/**',
  'server/issue/word/**',
]

export default defineConfig({
  plugins: [tailwindcss(), paraglideVitePlugin(MESSAGES), sveltekit(), collaborationSocket()],
  build: { chunkSizeWarningLimit: 1500 },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          ...UNIT,
          maxWorkers: availableParallelism(), // Vitest leaves one core idle: of two, half
        },
      },
      { extends: true, test: { ...UNIT, name: 'quick', exclude: SLOW, maxWorkers: availableParallelism() } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/fuzz/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/integration/setup/postgres.ts', 'tests/integration/setup/worker.ts'],
          testTimeout: 90_000, // that something hangs, not how quick it is
          hookTimeout: 120_000,
          isolate: false,
          maxWorkers: 2, // each file has a database of its own; more files at once would need more connections
          sequence: { groupOrder: 1 }, // after the unit tests, which take every core
        },
      },
      { extends: true, test: { name: 'bench', benchmark: { include: ['tests/bench/**/*.bench.ts'] }, include: [] } },
    ],
  },
})
