/** Every regular expression of the house: those written in its sources, and those that its modules build when they load. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const root = path.resolve(import.meta.dirname, '../..')

export interface Expression {
  /** The file, and where it is written: "src/lib/document/text.ts:4". */
  where: string
  source: string
  flags: string
}

const isSource = (name: string) => /\.(?:ts|js|svelte)$/.test(name) && !/\.(?:test|d)\.ts$/.test(name)

/** Files of the program, from its root; what is generated is not ours. */
export function sourceFiles(): string[] {
  return ['src', 'server'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((name) => isSource(name) && !name.includes('/paraglide/')),
  )
}

export const readSource = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** In a component the lines outside of its scripts are left blank, so that the numbers of the others stay right. */
function programOf(file: string): string {
  const text = readSource(file)
  if (!file.endsWith('.svelte')) return text
  let program = ''
  let end = 0
  for (const { index, 1: open = '', 2: script = '' } of text.matchAll(/(<script[^>]*>)([\s\S]*?)<\/script>/g)) {
    const start = index + open.length
    program += text.slice(end, start).replaceAll(/[^\n]/g, ' ') + script
    end = start + script.length
  }
  return program
}

/** Regular expressions in a component's markup cannot be seen by the TypeScript parser: none may stand there. */
export function markupOf(file: string): string {
  return readSource(file)
    .replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, '')
    .replaceAll(/<style[^>]*>[\s\S]*?<\/style>/g, '')
}

function* nodesOf(node: ts.Node): Iterable<ts.Node> {
  yield node
  for (const child of node.getChildren()) yield* nodesOf(child)
}

/** The literals of all sources. */
export function literalExpressions(): Expression[] {
  return sourceFiles().flatMap((file) => {
    const tree = ts.createSourceFile(file, programOf(file), ts.ScriptTarget.Latest, true)
    return [...nodesOf(tree)].filter(ts.isRegularExpressionLiteral).map((literal): Expression => {
      const end = literal.text.lastIndexOf('/')
      const { line } = tree.getLineAndCharacterOfPosition(literal.getStart())
      return { where: `${file}:${line + 1}`, source: literal.text.slice(1, end), flags: literal.text.slice(end + 1) }
    })
  })
}

/** Files that build expressions from parts. */
export function buildingFiles(): string[] {
  return sourceFiles().filter((file) => /\bRegExp\(/.test(programOf(file)))
}

/** What is built while `work` runs, by anything that says `new RegExp(…)`. */
export async function builtExpressions(where: string, work: () => Promise<unknown>): Promise<Expression[]> {
  const Own = globalThis.RegExp
  const built: Expression[] = []
  globalThis.RegExp = new Proxy(Own, {
    construct(target, [pattern, flags]: [string | RegExp, string | undefined]) {
      const made = new target(pattern, flags)
      built.push({ where: `${where} (built)`, source: made.source, flags: made.flags })
      return made
    },
  })
  try {
    await work()
  } finally {
    globalThis.RegExp = Own
  }
  return built
}
