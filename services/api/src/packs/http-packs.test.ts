import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogue } from '@bindery/packs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idOf, must } from '../testing/clinic-server.ts'
import { callVerified, exchangesOf, goLive } from '../testing/pack-runs.ts'
import { readOwnSlice, readSlice } from '../testing/pack-slices.ts'
import { joinDescriptions, recordedCalls, ReplayProvider } from '../testing/replay-provider.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { until } from '../testing/until.ts'

/*
 * Every preset of every OpenAPI pack, against Prism in front of recorded answers: Prism refuses requests and answers that
 * do not fit the provider's description, and the provider refuses requests that are not the recorded ones.
 */

const packs = openCatalogue().packs.filter(({ manifest }) => manifest.types.includes('openapi'))
const provider = new ReplayProvider(
  packs.flatMap(({ id }) => exchangesOf(id).map((exchange) => [`/${id}`, exchange] as const)),
)
const folder = mkdtempSync(join(tmpdir(), 'packs-prism-'))

let server: TestServer
let prism: ChildProcess
let prismLog = ''
let prismAddress = ''

beforeAll(async () => {
  const [started, port] = await Promise.all([startTestServer(), freePort(), provider.start()])
  server = started
  prismAddress = `http://127.0.0.1:${port}`
  const document = join(folder, 'providers.json')
  const joined = joinDescriptions(packs.map(({ id }) => [id, readSlice(id, 'openapi').text]))
  writeFileSync(document, JSON.stringify(joined))
  const bin = join(
    createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json'),
    '..',
    'dist/index.js',
  )
  prism = spawn(
    process.execPath,
    [bin, 'proxy', document, provider.address, '-p', String(port), '-h', '127.0.0.1', '--errors'],
    {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    },
  )
  prism.stdout?.on('data', (chunk: Buffer) => (prismLog += chunk.toString()))
  prism.stderr?.on('data', (chunk: Buffer) => (prismLog += chunk.toString()))
  await until(async () => prismLog.includes('Prism is listening') || undefined)
})

afterAll(async () => {
  prism?.kill('SIGKILL')
  provider.close()
  rmSync(folder, { recursive: true })
  await server?.close()
})

describe.each(packs.map(({ id }) => id))('the pack "%s"', (id) => {
  let agentId = ''
  let skills: ReadonlyMap<string, string> = new Map()
  const exchanges = exchangesOf(id)

  beforeAll(async () => {
    const { api } = server
    const environments = { production: { baseUrl: `${prismAddress}/${id}` } }
    const source = { document: readOwnSlice(id) }
    await must(api('POST', '/integrations', { body: { pack: id, environments, source } }))
    const credentials = { access_token: 'test-token' }
    await must(api('POST', `/integrations/${id}/connect`, { body: { authType: 'bearer', credentials } }))
    await must(api('POST', `/integrations/${id}/discover`, { headers: { prefer: 'wait=30' } }))
    agentId = idOf(await must(api('POST', '/agents', { body: { name: id } })))
    skills = await goLive(server, { agentId, kind: id }, exchanges[0]?.config)
  })

  it.each(exchanges.map((exchange) => [exchange.preset, exchange] as const))(
    'sends what "%s" should, and answers what it promises',
    async (preset, exchange) => {
      const { params, output } = exchange
      prismLog = ''
      provider.seen.length = 0
      const skillId = skills.get(preset) ?? ''
      const answer = await callVerified(server, { agentId, skillId, params }).catch((error: unknown) => ({
        error: String(error),
        sent: provider.seen,
        prism: prismLog,
      }))
      expect(answer).toEqual(output)
      expect(provider.seen).toEqual(recordedCalls(`/${id}`, exchange).map(({ request }) => request))
      expect(prismLog).not.toMatch(/violation/i)
    },
  )
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
