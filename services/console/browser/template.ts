import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Data of a first start, which the tests of one run copy. `runner` is the process that runs them all. */
export const templateOf = (runner: number): string => join(tmpdir(), `bindery-console-${runner}`)

/** After the whole run, in the process that ran it. */
export function teardown(): void {
  rmSync(templateOf(process.pid), { recursive: true, force: true })
}
