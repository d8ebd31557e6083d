import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../services/api/src/config.ts'
import { prepareOrganization } from '../../services/api/src/demo/prepare-organization.ts'
import { startServer } from '../../services/api/src/start.ts'
import { createSilentLogger } from '../silent-logger.ts'
import { type Figure, gitHubDocument, medianOf, middle, print } from './measure.ts'
import type { BenchOptions } from './options.ts'

/** GitHub's description, 13 MB: read and parse (floor), file to catalog, and the whole `POST .../discover`. */
export async function benchDiscover(options: BenchOptions): Promise<void> {
  const file = gitHubDocument()
  const inProcess = freshProcesses(file, options.runs)
  const whole = await wholeDiscovery(file, options.runs)
  const figures: readonly Figure[] = [
    { what: 'read and JSON.parse', medianMs: inProcess.floor },
    {
      what: 'file to catalog with issues, passes and fingerprint',
      medianMs: inProcess.catalog,
      ratio: inProcess.catalog / inProcess.floor,
    },
    {
      what: 'POST .../discover, new document',
      medianMs: whole.changed,
      ratio: whole.changed / inProcess.floor,
    },
    {
      what: 'POST .../discover, unchanged',
      medianMs: whole.unchanged,
      ratio: whole.unchanged / inProcess.floor,
    },
  ]
  print('Discovery of GitHub REST, 1,223 operations', figures, options.json ? 'json' : 'table')
}

/** Floor and work in processes of their own: a warm engine would flatter both. */
function freshProcesses(file: string, runs: number): { readonly floor: number; readonly catalog: number } {
  const program = fileURLToPath(new URL('./catalog-once.ts', import.meta.url))
  const times = Array.from({ length: runs }, () => {
    const result = spawnSync(process.execPath, ['--import', 'tsx', program, file], { encoding: 'utf8' })
    const [floor = 0, catalog = 0] = result.stdout.trim().split(' ').map(Number)
    return { floor, catalog }
  })
  return {
    floor: middle(times.map((time) => time.floor)),
    catalog: middle(times.map((time) => time.catalog)),
  }
}

async function wholeDiscovery(
  file: string,
  runs: number,
): Promise<{ readonly changed: number; readonly unchanged: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'bindery-bench-'))
  const config = readConfig({ BINDERY_PORT: '0', BINDERY_DATA_DIR: directory, BINDERY_DEMO: '0' })
  const server = await startServer({ config, logger: createSilentLogger(), demoEgress: [] })
  const { key } = await prepareOrganization(server.services, undefined)
  const headers = { authorization: `Bearer ${key?.reveal() ?? ''}`, 'content-type': 'application/json' }
  const send = async (method: string, path: string, body: string): Promise<void> => {
    const answer = await fetch(`${server.address}/api/v1${path}`, { method, headers, body })
    if (!answer.ok) throw new Error(await answer.text())
    await answer.text()
  }
  const text = readFileSync(file, 'utf8')
  await send('POST', '/integrations', JSON.stringify({ kind: 'github', name: 'GitHub', type: 'openapi' }))
  const changed: number[] = []
  for (let run = 0; run <= runs; run++) {
    await send('PUT', '/integrations/github/source', text.replace(/"version": ?"/, `"version": "${run}.`))
    const began = performance.now()
    await send('POST', '/integrations/github/discover', '{}')
    if (run > 0) changed.push(performance.now() - began)
  }
  const unchanged = await medianOf(runs, () => send('POST', '/integrations/github/discover', '{}'))
  await server.close()
  rmSync(directory, { recursive: true, force: true })
  return { changed: middle(changed), unchanged }
}
