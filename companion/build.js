/** The program is one file for whoever is handed it: bundled, with what it shares with the server in it. */
import { build } from 'vite'

/** Writes `companion.js` into a folder below the project folder. @param {string} outDir */
export async function buildCompanion(outDir) {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: 'companion/main.ts',
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'companion.js' } },
    },
  })
}
