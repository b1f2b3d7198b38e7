/** What worker processes run (worker.ts) is a program of its own: bundled, since a process must be ready soon. */
import { build } from 'vite'

/** With native code, that no bundle can hold. */
const NATIVE = [
  '@myriaddreamin/typst-ts-node-compiler',
  '@napi-rs/image',
  '@node-rs/argon2',
  '@resvg/resvg-js',
  'pkcs11js',
]

/** Writes `worker.js` into a folder below the project folder. @param {string} outDir */
export const buildWorker = (outDir) => buildProgram('server/worker.ts', outDir)

/** Bundles a program of ours into a folder below the project folder, under its own name. @param {string} entry @param {string} outDir */
export async function buildProgram(entry, outDir) {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: NATIVE },
    build: { ssr: entry, outDir, emptyOutDir: true, target: 'node20', sourcemap: true },
  })
}
