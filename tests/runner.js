/** How `npm test` and `npm run test:quick` start other programs. Node alone: nothing need be installed yet. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '..')
export const artifacts = path.join(root, 'tests', 'artifacts')

/** A program that a package of ours brings. @param {string} name */
export const bin = (name) => path.join(root, 'node_modules', '.bin', name)

/** What `svelte-check` is told: TypeScript 7 reads a project in half the time; components are written down for promises.js. */
export const TYPES = ['--tsconfig', './tsconfig.json', '--tsgo', '--fail-on-warnings']

/** Sources but for components, which ESLint reads. */
export const LINTED = [
  ...['companion', 'server', 'src', 'tests'],
  ...readdirSync(root).filter((name) => /\.(?:js|cjs|ts)$/.test(name)),
]

/** What takes only the time of the cores that nothing else wants. */
export const BEHIND = os.constants.priority.PRIORITY_LOW

/**
 * Runs it and keeps what it says. `code` is 1 where it could not be started.
 * @param {string} command @param {string[]} args @param {number} [priority]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, priority = 0) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    if (child.pid !== undefined && priority > 0) os.setPriority(child.pid, priority)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Runs it in front of whoever watches. @param {string} command @param {string[]} args @returns {Promise<number>} */
export function show(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`)
}
