import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../services/api/src/config.ts'
import { prepareDemo } from '../../services/api/src/demo/prepare-demo.ts'
import { prepareOrganization } from '../../services/api/src/demo/prepare-organization.ts'
import { demoKeys, startDemoProviders } from '../../services/api/src/demo/start-providers.ts'
import { startServer } from '../../services/api/src/start.ts'
import { createSilentLogger } from '../silent-logger.ts'
import { type Figure, medianOf, print } from './measure.ts'
import type { BenchOptions } from './options.ts'

const calls = 100
const side = 16

/**
 * A read skill over HTTP, against a bare fetch of the same provider (floor). The store is the embedded one, or the empty
 * database of `BENCH_DATABASE_URL`.
 */
export async function benchExecute(options: BenchOptions): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bindery-bench-'))
  const providers = await startDemoProviders({ firstPort: 0, folder: directory })
  const databaseUrl = process.env['BENCH_DATABASE_URL']
  const config = readConfig({
    BINDERY_PORT: '0',
    BINDERY_DATA_DIR: directory,
    ...(databaseUrl === undefined
      ? {}
      : { BINDERY_DATABASE_URL: databaseUrl, BINDERY_MASTER_KEY: '42'.repeat(32) }),
  })
  const demoEgress = providers.egress
  const server = await startServer({ config, logger: createSilentLogger(), demoEgress })
  const { principal, key } = await prepareOrganization(server.services, undefined)
  const { agentId, callers } = await prepareDemo(server.services, principal, providers)
  const skillId = callers.find(({ kind }) => kind === 'clinic')?.skillId ?? ''
  const bare = await perCall(options.runs, async () => {
    const answer = await fetch(`${providers.clinic.baseUrl}/patients?phone=%2B31612345678`, {
      headers: { 'x-clinic-key': demoKeys.clinic },
    })
    await answer.json()
  })
  const headers = { authorization: `Bearer ${key?.reveal() ?? ''}`, 'content-type': 'application/json' }
  const url = `${server.address}/api/v1/agents/${agentId}/skills/${skillId}/execute`
  const body = JSON.stringify({ params: { caller_phone: '+31612345678' } })
  const skill = await perCall(options.runs, async () => {
    const answer = await fetch(url, { method: 'POST', headers, body })
    if (answer.status !== 200) throw new Error(await answer.text())
    await answer.json()
  })
  const together = await perCall(options.runs, async () => {
    const answers = Array.from({ length: side }, () =>
      fetch(url, { method: 'POST', headers, body }).then((answer) => answer.text()),
    )
    await Promise.all(answers)
  }).then((ms) => ms / side)
  await server.close()
  await providers.close()
  rmSync(directory, { recursive: true, force: true })
  const figures: readonly Figure[] = [
    { what: 'bare fetch of the provider', medianMs: bare },
    {
      what: `the skill over HTTP, ${databaseUrl === undefined ? 'embedded' : 'served'} store, record and audit`,
      medianMs: skill,
      ratio: skill / bare,
    },
    { what: `the same, ${side} side by side, per call`, medianMs: together, ratio: together / bare },
  ]
  print('Running a read skill, one call after another', figures, options.json ? 'json' : 'table')
}

async function perCall(runs: number, work: () => Promise<void>): Promise<number> {
  const total = await medianOf(runs, async () => {
    for (let n = 0; n < calls; n++) await work()
  })
  return total / calls
}
