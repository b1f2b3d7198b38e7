/** A program that is killed while a process of its, of the program it is told, is deep in native code; prints that process' id first. */
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { createPool } from '../pool.ts'
import { works } from './works.ts'

const [, , entry] = process.argv
const pool = createPool({ root: process.cwd(), works, log: pino({ level: 'silent' }), entry })
await pool.do.echo(1, { urgency: 'answer' })
void pool.do.burnNative(null, { urgency: 'answer' })
await sleep(300)
process.stdout.write(`${pool.processes()[0]?.pid}\n`, () => process.kill(process.pid, 'SIGKILL'))
