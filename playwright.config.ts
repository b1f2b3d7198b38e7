import { defineConfig } from '@playwright/test'
import { existsSync } from 'node:fs'

/** Debian's own browser when it is there: nothing to download. Otherwise the one Playwright brings. */
const debianChromium = '/usr/bin/chromium'
const executablePath = existsSync(debianChromium) ? debianChromium : undefined

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'tests/artifacts/e2e',
  globalSetup: './tests/e2e/support/setup.ts',
  // One office with one database: tests that act on it one after the other can be read one after the other.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  use: {
    baseURL: process.env.BUT_PHE_URL, // set by setup.ts, before the workers read this file
    browserName: 'chromium',
    launchOptions: { executablePath },
    viewport: { width: 1280, height: 900 },
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    actionTimeout: 10_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
