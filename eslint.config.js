import js from '@eslint/js'
import importOrder from 'eslint-plugin-simple-import-sort'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** Of components: all other files are linted by the same rules ten times as fast (.oxlintrc.json). */
export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'data/', 'src/lib/paraglide/', 'tests/artifacts/', 'test-results/'] },
  { ignores: ['**/*.{js,cjs,ts}', '!**/*.svelte.{js,ts}'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    plugins: { 'import-order': importOrder },
    rules: {
      // In one block: what acts by itself, Node's own, packages, then ours from far to near.
      'import-order/imports': ['error', { groups: [['^\\u0000', '^node:', '^@?\\w', '^', '^\\.']] }],
      'no-undef': 'off', // TypeScript says it better
      'no-console': 'error', // logs go through pino, people read the interface
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/no-navigation-without-resolve': 'off', // served at the root of its own host
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { name: '$app/navigation', importNames: ['invalidate', 'invalidateAll'], message: 'Use $lib/ui/refresh.ts.' },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }] },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
)
