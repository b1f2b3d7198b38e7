/** Debian's own browsers where they are there, so that nothing is downloaded; otherwise those that Playwright brings. */
import { existsSync } from 'node:fs'

const on = (file: string) => (existsSync(file) ? file : undefined)

/** Chromium as people have it. */
export const whole = { executablePath: on('/usr/bin/chromium') }

/**
 * Chromium without its window, a third faster; it has no viewer of PDFs and prints nothing. Letters are as wide as on
 * people's screens only when it does not round them to the screen's dots.
 */
export const shell = {
  executablePath: on('/usr/bin/chromium-headless-shell') ?? whole.executablePath,
  args: ['--font-render-hinting=none'],
}

/** The window of whoever does not say otherwise, px. */
export const VIEWPORT = { width: 1280, height: 900 }
