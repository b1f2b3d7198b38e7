/** A window of the desk: zenity (GNOME and others) or kdialog (KDE). One of them is on every usual desk; neither needs rights. */
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import type { Asking, Opener } from './opener.ts'

export const linuxWindow =
  (env: NodeJS.ProcessEnv): Opener =>
  (asking) => {
    if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return null
    const zenity = find('zenity', env)
    if (zenity) return { command: zenity, args: zenityArgs(asking), stdin: '' }
    const kdialog = find('kdialog', env)
    return kdialog ? { command: kdialog, args: kdialogArgs(asking), stdin: '' } : null
  }

function zenityArgs({ kind, title, lines, label }: Asking): string[] {
  const text = plain([...lines, `${label}:`].join('\n\n'))
  return ['--entry', ...(kind === 'pin' ? ['--hide-text'] : []), `--title=${plain(title)}`, `--text=${text}`]
}

function kdialogArgs({ kind, title, lines, label }: Asking): string[] {
  const text = plain([...lines, `${label}:`].join('\n\n'))
  return ['--title', plain(title), kind === 'pin' ? '--password' : '--inputbox', text]
}

/** Both read markup: a name that holds some must not draw another window than the one that is meant. */
const plain = (text: string) =>
  text.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›').replaceAll('\\', '⧵').replaceAll('_', 'ˍ')

function find(program: string, { PATH = '' }: NodeJS.ProcessEnv): string | null {
  for (const folder of PATH.split(path.delimiter)) {
    const file = path.join(folder, program)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      continue // not in this folder
    }
  }
  return null
}
