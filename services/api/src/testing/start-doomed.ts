import { type ChildProcess, fork } from 'node:child_process'
import type { Secret } from '@bindery/model'
import { z } from 'zod'
import { programBundle } from './program-bundle.ts'

/** A server in a process of its own, which can be killed. */
export interface Doomed {
  readonly child: ChildProcess
  readonly address: string
}

/** The API key, with every scope, of servers that are made to be killed. */
export const doomedKey = 'key-of-the-doomed'

export interface DoomedPlace {
  readonly directory: string
  /** A PostgreSQL server instead of the embedded database of the directory. */
  readonly databaseUrl?: Secret
}

export async function startDoomed({ directory, databaseUrl }: DoomedPlace): Promise<Doomed> {
  const script = await programBundle(new URL('doomed-server.ts', import.meta.url))
  const place = databaseUrl === undefined ? [] : [databaseUrl.reveal()]
  const child = fork(script, [directory, doomedKey, ...place], { execArgv: [] })
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      resolve({ child, address: z.object({ address: z.string() }).parse(message).address })
    })
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready.`)))
  })
}
