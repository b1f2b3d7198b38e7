import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NoWindow, windowFor } from './ask.ts'
import { linuxWindow } from './linux.ts'
import type { Asking } from './opener.ts'
import { windowsWindow } from './windows.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-window-'))
const program = (name: string, script: string) => {
  const file = path.join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}
beforeAll(() => void program('zenity', 'printf 123456'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const asking: Asking = {
  kind: 'pin',
  title: 'Bút Phê',
  lines: ['Văn bản: <b>Quyết định</b> & \\n 15/QĐ_UBND'],
  label: 'Mã PIN',
}
const never = new AbortController().signal
const by = (script: string, name = 'own') =>
  windowFor({ env: { BUT_PHE_WINDOW: program(name, script) }, platform: 'linux' })

test('a window of the desk shows words as they are, and hides a PIN', () => {
  const opened = linuxWindow({ PATH: folder, DISPLAY: ':0' })(asking)
  expect(opened?.command).toBe(path.join(folder, 'zenity'))
  expect(opened?.args).toContain('--hide-text')
  expect(opened?.args.join(' ')).not.toMatch(/[<>&\\]/) // both tools read markup
  expect(linuxWindow({ PATH: folder, DISPLAY: ':0' })({ ...asking, kind: 'code' })?.args).not.toContain('--hide-text')
})

test('where there is no desk, or no tool, there is no window', async () => {
  expect(linuxWindow({ PATH: folder })(asking)).toBeNull()
  await expect(
    windowFor({ env: { PATH: '/nowhere', DISPLAY: ':0' }, platform: 'linux' })(asking, never),
  ).rejects.toThrow(NoWindow)
  await expect(
    windowFor({ env: { BUT_PHE_WINDOW: '/nowhere/window' }, platform: 'linux' })(asking, never),
  ).rejects.toThrow(NoWindow)
})

test('on Windows nothing of the question stands in the list of processes', () => {
  const opened = windowsWindow(asking)
  expect(opened?.args.join(' ')).not.toContain('Quyết')
  expect(JSON.parse(opened?.stdin ?? '')).toMatchObject({ kind: 'pin', label: 'Mã PIN' })
})

test('what is typed comes back whole; a window that is closed gives nothing', async () => {
  expect(await by("printf 'mật khẩu 1\\n'")(asking, never)).toBe('mật khẩu 1')
  expect(await by('printf 123456; exit 1')(asking, never)).toBeNull()
  expect(await by('exit 0')(asking, never)).toBeNull()
  expect(await by('head -c 5000 /dev/zero | tr "\\0" 9')(asking, never)).toBeNull()
})

test('a window closes with the page that opened it', async () => {
  const gone = new AbortController()
  const typed = by('exec sleep 60', 'slow')(asking, gone.signal)
  gone.abort()
  expect(await typed).toBeNull()
})
