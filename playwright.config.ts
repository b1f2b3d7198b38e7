import { defineConfig } from '@playwright/test'
import { shell, VIEWPORT } from './tests/e2e/support/browsers.ts'
import { officeOfWorker } from './tests/e2e/support/offices.ts'

/** What measures how long others wait: nothing else may run beside it (tests/run.js). */
const ALONE = '**/siege.test.ts'

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'tests/artifacts/e2e',
  globalSetup: './tests/e2e/support/setup.ts',
  // Each worker has an office of its own, with its database: the tests of a file act on it one after the other. Three on two
  // cores, since a test waits a good deal for what its people wait for.
  workers: process.env.BUT_PHE_URL ? 1 : 3,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  projects: [
    { name: 'together', testIgnore: ALONE },
    { name: 'alone', testMatch: ALONE },
  ],
  use: {
    baseURL: officeOfWorker(),
    browserName: 'chromium',
    launchOptions: shell,
    viewport: VIEWPORT,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    actionTimeout: 10_000,
    trace: 'off', // it takes a third of the time; `--trace=retain-on-failure` by hand
    screenshot: 'only-on-failure',
  },
})
