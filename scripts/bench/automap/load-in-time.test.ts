import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { loadInTime } from './load-in-time.ts'

const folder = mkdtempSync(join(tmpdir(), 'bindery-load-'))
afterAll(() => rmSync(folder, { recursive: true }))

function program(name: string, text: string): URL {
  writeFileSync(join(folder, name), text)
  return pathToFileURL(join(folder, name))
}

test('ends what is never done, and says so', async () => {
  const endless = program('endless.mjs', 'while (true) {}')
  const loaded = await loadInTime({ names: ['x.sql'], specs: folder, deadlineMs: 1_000, program: endless })
  expect(loaded).toEqual({ status: 'skipped', reason: 'it was not read within 1 s.' })
})

test('says that the process ended, when a document brings it down', async () => {
  const broken = program('broken.mjs', 'process.exit(7)')
  const loaded = await loadInTime({ names: ['x.sql'], specs: folder, deadlineMs: 60_000, program: broken })
  expect(loaded).toEqual({ status: 'skipped', reason: 'the process that read it ended with 7.' })
})

test('loads a document as the process itself would', async () => {
  writeFileSync(join(folder, 'query.graphql'), 'type Query { users: String }')
  const loaded = await loadInTime({ names: ['query.graphql'], specs: folder, deadlineMs: 120_000 })
  expect(loaded).toMatchObject({ status: 'loaded', catalog: { operations: [{ name: 'users' }] } })
})
