/** The words of the interface as people read them, from the message files: a test names a thing by its key. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type Language = 'vi' | 'en'

const words: Record<Language, Map<string, string>> = { vi: read('vi'), en: read('en') }

export function say(key: string, blanks: Record<string, string | number> = {}, language: Language = 'vi'): string {
  const text = words[language].get(key)
  if (text === undefined) throw new Error(`no message ${key}`)
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(blanks[name] ?? `{${name}}`))
}

/** The sentence with anything in its blanks. */
export function sayAny(key: string, language: Language = 'vi'): RegExp {
  const parts = say(key, {}, language).split(/\{\w+\}/)
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'))
}

function read(language: Language): Map<string, string> {
  const folder = path.resolve('src/messages', language)
  const all = new Map<string, string>()
  for (const file of readdirSync(folder)) {
    const messages: Record<string, string> = JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
    for (const [key, text] of Object.entries(messages)) all.set(key, text)
  }
  return all
}
