/** Reports: figures that are looked at, made in a browser and an office as the tests use them. */
import { defineConfig } from '@playwright/test'
import tests from '../../playwright.config.ts'

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: '**/*.report.ts',
  outputDir: '../artifacts/report',
  globalSetup: '../e2e/support/setup.ts',
  timeout: 300_000,
  workers: 1, // figures are taken when nothing else runs
  projects: undefined,
  reporter: [['line']],
  // A trace copies the whole page at every key: it would be measured with what is measured.
  use: { ...tests.use, trace: 'off', screenshot: 'off' },
})
