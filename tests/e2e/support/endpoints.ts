/** Every address that takes a body, read from the routes themselves: a new one is tried without anybody's thinking of it. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface Endpoint {
  /** With `[id]` and the like still in it. */
  path: string
  method: string
  /** A form action of a page, not an endpoint of its own. */
  isAction: boolean
}

const ROUTES = path.resolve('src/routes')

export function endpoints(): Endpoint[] {
  const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
  return files.flatMap((file): Endpoint[] => {
    const address = `/${path.dirname(file)}`.replace(/\/\([^)]*\)/g, '').replace(/\/\.$/, '') || '/'
    if (file.endsWith('+server.ts'))
      return methodsOf(read(file)).map((method) => ({ path: address, method, isAction: false }))
    if (!file.endsWith('+page.server.ts')) return []
    return actionsOf(read(file)).map((action) => ({ path: `${address}${action}`, method: 'POST', isAction: true }))
  })
}

const read = (file: string) => readFileSync(path.join(ROUTES, file), 'utf8')

const methodsOf = (source: string) =>
  [...source.matchAll(/export const (POST|PUT|PATCH|DELETE)\b/g)].map(([, method = '']) => method)

function actionsOf(source: string): string[] {
  const [, actions = ''] = source.split('export const actions')
  const names = [...actions.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name)
  if (actions.includes('changeActions(')) names.push('change', 'drop')
  return names.map((name) => (name === 'default' ? '' : `?/${name}`))
}
