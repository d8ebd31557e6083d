import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Name of the data of a first start, which the tests of one run copy. `runner` is the process that runs them all. */
export const templateOf = (runner: number): string => `bindery-console-${runner}`

/** After the whole run, in the process that ran it: where there is memory that is a folder, it stands there. */
export function teardown(): void {
  for (const place of ['/dev/shm', tmpdir()])
    rmSync(join(place, templateOf(process.pid)), { recursive: true, force: true })
}
