import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { securityFolder } from './security-cases.ts'

/** The hostile provider of the fixtures, as a process of its own on loopback. */
export async function startHostileProvider(): Promise<{
  readonly origin: string
  readonly stop: () => void
}> {
  const script = fileURLToPath(new URL('hostile-provider.mjs', securityFolder))
  const child = spawn(process.execPath, [script, '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const line = await new Promise<string>((resolve) => lines.once('line', resolve))
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
  if (origin === undefined) throw new TypeError('The hostile provider did not say where it listens.')
  return { origin, stop: () => child.kill() }
}
