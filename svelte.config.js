import adapter from '@sveltejs/adapter-node'
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'
import { buildCompanion } from './companion/build.js'
import { buildWorker } from './server/worker.build.js'

const node = adapter({ precompress: true })

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
  kit: {
    adapter: {
      ...node,
      async adapt(builder) {
        await node.adapt(builder)
        await buildWorker('build/worker')
        await buildCompanion('build/companion')
      },
    },
    // src/hooks.server.ts asks where each request comes from, whatever its type, and answers in the person's language.
    csrf: { trustedOrigins: ['*'] },
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        // Svelte transitions and Tiptap set element styles; no stylesheet comes from elsewhere.
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:'],
        'font-src': ['self'],
        // The program with which a person signs by their own token: src/lib/companion/protocol.ts.
        'connect-src': ['self', ...[1, 2, 3, 4, 5].map((n) => /** @type {const} */ (`http://127.0.0.1:2846${n}`))],
        'frame-src': ['self', 'blob:'],
        'object-src': ['none'],
        'base-uri': ['self'],
        'form-action': ['self'],
        'frame-ancestors': ['none'],
      },
    },
  },
}
