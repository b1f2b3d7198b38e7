/** How the messages become functions: read by the build and by `npm run test:quick`. */
/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const MESSAGES = {
  project: './project.inlang',
  outdir: './src/lib/paraglide',
  strategy: ['cookie', 'baseLocale'],
  cookieName: 'language',
}
