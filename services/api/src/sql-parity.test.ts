import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { SqlDialect } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from './testing/clinic-server.ts'
import { clinicCases, clinicSchema } from './testing/parity-clinic.ts'
import type { ParityCase } from './testing/parity-cases.ts'
import { sakilaCases } from './testing/parity-sakila.ts'
import { connectTables, type Tables } from './testing/tables.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const dialects = ['postgres', 'mysql'] as const
const addresses = { postgres: await findServer('postgres'), mysql: await findServer('mysql') }

/** The sample database is read where it is present and is no part of this repository. */
const dumps = new URL('../../../../shared/data/sql/', import.meta.url)
const dumpFiles = {
  postgres: ['pg-sakila-schema.sql', 'pg-sakila-data.sql'],
  mysql: ['mysql-sakila-mv-schema.sql', 'mysql-sakila-data.sql'],
}
const hasDumps = [...dumpFiles.postgres, ...dumpFiles.mysql].every((name) => existsSync(new URL(name, dumps)))
const hasClients = hasDumps && ['psql', 'mysql'].every((client) => answersVersion(client))

const Output = z.object({ output: z.record(z.string(), z.unknown()) })
const Row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
const Rows = z.object({ rows: z.array(Row) })

const suites = [
  { title: 'a clinic', isThere: true, cases: clinicCases, fill: fillClinic },
  { title: 'Sakila', isThere: hasClients, cases: sakilaCases, fill: fillSakila },
] as const

for (const { title, isThere, cases, fill } of suites) {
  const isMissing = !isThere || dialects.some((dialect) => addresses[dialect] === undefined)
  describe.skipIf(isMissing)(`ten skills on ${title}`, () => {
    let server: TestServer
    const tables: Tables[] = []

    beforeAll(async () => {
      const hosts = dialects.map((dialect) => `${addresses[dialect]?.host}/32`)
      server = await startTestServer({ egressAllow: hosts.join(',') })
      for (const dialect of dialects) {
        const address = addresses[dialect]
        if (address === undefined) continue
        const database = await createTestDatabase(dialect, address)
        await fill(dialect, database)
        tables.push(await connectTables(server, { dialect, database }))
      }
    })
    afterAll(async () => {
      await server.close()
      for (const { database } of tables) await database.drop()
    })

    it.each(cases.map((of) => [of.name, of] as const))('%s', async (_, of) => {
      const answers = []
      for (const one of tables) {
        const answer = await must(one.run({ ...of.binding, toolName: of.name }, of.params))
        const { output } = Output.parse(answer.data)
        const { rows } = await one.database.run(of.independent)
        expect([one.dialect, cellsOf(output, of)]).toEqual([one.dialect, rows.map((row) => row.map(toText))])
        answers.push(output)
      }
      const [first, second] = answers
      expect(answers).toHaveLength(2)
      expect(first).toEqual(second)
      expect(JSON.stringify(first)).not.toBe('{"rows":[]}')
    })
  })
}

/** The values of an answer as text, row by row, in the order of its leaves. */
function cellsOf(output: Record<string, unknown>, { binding }: ParityCase): readonly unknown[] {
  const [projection] = binding.projection ?? []
  const leaves = (projection?.fields ?? binding.projection ?? []).map(({ leaf }) => leaf)
  const rows = projection?.fields === undefined ? [Row.parse(output)] : Rows.parse(output).rows
  return rows.map((row) => leaves.map((leaf) => toText(row[leaf] ?? null)))
}

/** Moments are written with a T in answers. */
const toText = (value: string | number | boolean | null): string | null =>
  value === null ? null : String(value).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)$/, '$1 $2')

function fillClinic(dialect: SqlDialect, database: TestDatabase): Promise<void> {
  return database.script(clinicSchema[dialect])
}

/** Dumps speak to their own client. What they hold beside tables may fail: other tests read it. */
async function fillSakila(dialect: SqlDialect, { name, credentials }: TestDatabase): Promise<void> {
  const dump = dumpFiles[dialect].map((file) => readFileSync(new URL(file, dumps), 'utf8')).join('\n')
  const [host, port, user] = [credentials['host'], credentials['port'], credentials['user']].map(String)
  const password = String(credentials['password'])
  const at = ['-h', host ?? '', dialect === 'postgres' ? '-p' : '-P', port ?? '']
  if (dialect === 'postgres') {
    const env = { ...process.env, PGPASSWORD: password }
    const options = { input: dump, env, stdio: 'pipe' } as const
    execFileSync('psql', ['-q', ...at, '-U', user ?? '', '-d', name], options)
    return
  }
  const own = dump.replaceAll(/^\s*(?:use|create schema|drop schema)\b[^;]*;/gim, '')
  const env = { ...process.env, MYSQL_PWD: password }
  execFileSync('mysql', ['--force', ...at, '-u', user ?? '', name], { input: own, env, stdio: 'pipe' })
}

function answersVersion(client: string): boolean {
  try {
    execFileSync(client, ['--version'])
    return true
  } catch {
    return false
  }
}
