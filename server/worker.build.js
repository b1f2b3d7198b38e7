/** What worker processes run (worker.ts) is a program of its own: bundled, since a process must be ready soon. */
import { build } from 'vite'

/** Writes `worker.js` into a folder below the project folder. Only packages with native code stay outside. @param {string} outDir */
export async function buildWorker(outDir) {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['@myriaddreamin/typst-ts-node-compiler', '@napi-rs/image'] },
    build: { ssr: 'server/worker.ts', outDir, emptyOutDir: true, target: 'node20', sourcemap: true },
  })
}
