import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CountRow, parseFirstRow } from '../rows.ts'
import { copyTemplate } from '../testing/embedded-template.ts'
import { openEmbedded } from './embedded.ts'

let directory: string
beforeAll(async () => {
  directory = await copyTemplate()
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const writer = fileURLToPath(new URL('../testing/endless-writer.ts', import.meta.url))

/** Starts a process that inserts 1, 2, 3 ... and prints each number once the database has acknowledged it. */
function startWriter(): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', writer, directory], {
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Kills the writer as soon as it has reported this many writes; gives the last number that it reported. */
async function killAfter(child: ChildProcess, writes: number): Promise<number> {
  const exited = once(child, 'exit')
  let last = 0
  let seen = 0
  if (child.stdout === null) throw new Error('The writer has no output.')
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    seen += 1
    if (seen === writes) child.kill('SIGKILL')
  }
  await exited
  return last
}

async function highestStored(): Promise<number | undefined> {
  const database = await openEmbedded(directory)
  const row = parseFirstRow(
    z.object({ highest: CountRow, count: CountRow }),
    await database.knex.raw('select max(number) as highest, count(*) as count from written'),
  )
  await database.close()
  expect(row?.count).toBe(row?.highest)
  return row?.highest
}

describe('openEmbedded', () => {
  it('makes its folder private, also one that was open to others', async () => {
    chmodSync(directory, 0o755)
    const database = await openEmbedded(directory)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    await database.close()
  })

  it('flushes writes to disk as a server does', async () => {
    const database = await openEmbedded(directory)
    const settings: unknown = await database.knex.raw(
      "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages",
    )
    await database.close()
    expect(parseFirstRow(z.unknown(), settings)).toEqual({ fsync: 'on', commit: 'on', pages: 'on' })
  })

  it('refuses a second opener, naming the first, and opens once the first has closed', async () => {
    const first = await openEmbedded(directory)
    await expect(openEmbedded(directory)).rejects.toThrow(`in use by process ${process.pid}`)
    await first.close()
    const second = await openEmbedded(directory)
    await second.close()
    expect(readdirSync(directory)).not.toContain('lock')
  })

  it('lets go of the folder when the engine does not start', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'bindery-broken-'))
    mkdirSync(join(broken, 'postgres'))
    writeFileSync(join(broken, 'postgres', 'PG_VERSION'), '9.6\n')
    await expect(openEmbedded(broken)).rejects.toThrow()
    expect(readdirSync(broken)).not.toContain('lock')
    rmSync(broken, { recursive: true })
  })

  it('loses no acknowledged write when the process is killed', { timeout: 120_000 }, async () => {
    for (const writes of [1, 7, 40, 3, 90]) {
      const acknowledged = await killAfter(startWriter(), writes)
      expect(acknowledged).toBeGreaterThanOrEqual(writes)
      expect(await highestStored()).toBeGreaterThanOrEqual(acknowledged)
    }
  })
})
