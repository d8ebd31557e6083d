import { createServer, type Server } from 'node:http'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTestServer, type TestServer } from '@bindery/api/testing'
import { type ClinicService, startClinic } from '@bindery/fixtures'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueAt } from './output/rows.ts'
import { openShell, type Shell } from './testing/run-line.ts'

const clinicKey = 'canary-clinic-key-7Qm2'
const hostile = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egpj'
let server: TestServer
let clinic: ClinicService
let shell: Shell
let silent: Server

beforeAll(async () => {
  server = await startTestServer()
  clinic = await startClinic({ port: 0, apiKey: clinicKey })
  // Takes connections and never says a word: a description that is waited for.
  silent = createServer(() => undefined).listen(0, '127.0.0.1')
  shell = openShell({ address: server.address, key: 'test-key-with-every-scope' })
})
afterAll(async () => {
  shell.close()
  silent.closeAllConnections()
  silent.close()
  await server.close()
  await clinic.close()
})

const silentPort = (): number => {
  const address = silent.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

describe('a provider from its address to its schema', () => {
  const connect = 'provider connect clinic --auth api_key --set name=X-Clinic-Key'

  test('is added by what its description says', async () => {
    const line = `provider add ${clinic.baseUrl}/openapi.json --kind clinic --name "The clinic" --base-url ${clinic.baseUrl}`
    expect(await shell.json(`${line} --dry-run`)).toMatchObject({
      dryRun: true,
      method: 'POST',
      body: { kind: 'clinic' },
    })
    expect(await shell.json(line)).toMatchObject({ kind: 'clinic', type: 'openapi' })
    expect(await shell.problem(line)).toMatchObject({ exit: 9 })
  })

  test('is connected in every environment with a key that is nowhere shown', async () => {
    const options = { input: clinicKey }
    const shown = await shell.run(`${connect} --print-request`, options)
    expect(shown).toMatchObject({ code: 0 })
    expect(shown.out).toContain('[secret]')
    expect(shown.out + shown.err).not.toContain(clinicKey)
    expect(await shell.json(connect, options)).toMatchObject([
      { environment: 'development', status: 'connected' },
      { environment: 'production', status: 'connected' },
    ])
  })

  test('is not connected with a key that it refuses, which the failure does not repeat', async () => {
    const { code, out, err } = await shell.run(`${connect} --json`, { input: 'canary-wrong-key' })
    expect({ code, out }).toEqual({ code: 4, out: '' })
    expect(err).not.toContain('canary-wrong-key')
  })

  test.each([
    ['a secret on the command line', `${connect} --set api_key=abc`, 'by --from-file or by --from-env'],
    ['a member of another method', `${connect} --set username=a`, 'Its members:'],
    ['a method that there is not', 'provider connect clinic --auth password', 'Give one of'],
    ['a credential without its method', 'provider connect clinic --from-env X', 'Give --auth'],
    ['no credential', `${connect} --no-input`, 'standard input'],
    ['a password in the name of a database', 'provider add postgres://a:b@127.0.0.1/c', 'Leave it out'],
    ['what is no source', 'provider add acme', 'Give https://'],
  ])('%s is a mistake of the line', async (_, line, fix) => {
    const problem = await shell.problem(line)
    expect(problem).toMatchObject({ exit: 2, fix: expect.stringContaining(fix) })
  })

  test('is checked', async () => {
    expect(await shell.json('provider check clinic --env production')).toMatchObject({ ok: true })
    const wrong =
      'provider check clinic --env production --auth api_key --set name=X-Clinic-Key --from-env WRONG --json'
    expect((await shell.run(wrong, { environment: { WRONG: 'no' } })).code).toBe(4)
  })

  test('is discovered, with its progress on standard error', async () => {
    const { out, err, code } = await shell.run('discover clinic --progress json --json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ data: { operationCount: 7 } })
    expect(err.split('\n')[0]).toMatch(/^\{"id":"1","event":"phase"/)
    expect(await shell.json('discover clinic --fail-on any')).toMatchObject({ unchanged: true })
  })

  test('is disconnected and removed when somebody agrees', async () => {
    expect(await shell.problem('provider disconnect clinic')).toMatchObject({
      code: 'input_missing',
      exit: 2,
    })
    const refused = await shell.run('provider disconnect clinic', { typed: ['n'] })
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(await shell.json('provider disconnect clinic', { typed: ['y'] })).toMatchObject({
      status: 'disconnected',
    })
    expect(await shell.json('provider remove clinic --yes')).toEqual({ removed: 'clinic' })
  })
})

/** Ends what waits for the provider that never answers. */
async function cancelAll(): Promise<void> {
  const { data } = await server.api('GET', '/integrations/slow/discover')
  const jobs = Array.isArray(data) ? data.map((job) => String(valueAt(job, 'jobId'))) : []
  for (const job of jobs) await server.api('DELETE', `/integrations/slow/discover/${job}`)
}

describe('a discovery that takes long', () => {
  beforeAll(async () => {
    const address = `http://127.0.0.1:${silentPort()}`
    await server.api('POST', '/integrations', {
      body: {
        kind: 'slow',
        name: 'Slow',
        type: 'openapi',
        source: { url: `${address}/openapi.json` },
        environments: { production: { baseUrl: address } },
      },
    })
    await server.api('POST', '/integrations/slow/connect', { body: { verify: false } })
  })

  afterAll(cancelAll)

  test('may be left to itself', async () => {
    expect(await shell.json('discover slow --detach')).toMatchObject({ jobId: expect.any(String) })
    await cancelAll()
  })

  test('is cancelled at the server by Ctrl+C', async () => {
    let press = (): void => undefined
    let said = ''
    const { code, err } = await shell.run('discover slow --verbose', {
      onListening: (pressed) => {
        press = pressed
      },
      onSaid: (text) => {
        const before = said
        said += text
        const isFollowing = /GET \S+\/discover\/\S+ 200/
        if (isFollowing.test(said) && !isFollowing.test(before)) press()
      },
    })
    expect({ code, err }).toEqual({ code: 130, err: expect.stringContaining('Cancelling the discovery') })
    const { data } = await server.api('GET', '/integrations/slow/discover')
    expect(Array.isArray(data) && valueAt(data[0], 'status')).toBe('cancelled')
  })

  test('ends at its deadline', async () => {
    expect(await shell.problem('discover slow --timeout 1')).toMatchObject({ code: 'timed_out', exit: 4 })
  })
})

describe('a provider that writes to the terminal', () => {
  const document = {
    openapi: '3.1.0',
    info: { title: `Evil ${hostile}`, version: '1' },
    servers: [{ url: 'https://evil.example' }],
    paths: {
      '/x': {
        get: {
          operationId: 'listX',
          summary: `Lists ${hostile}`,
          description: hostile,
          parameters: [
            { name: 'q', in: 'query', required: true, description: hostile, schema: { type: 'string' } },
          ],
          responses: {
            200: { description: 'ok', content: { 'application/json': { schema: { type: 'string' } } } },
          },
        },
      },
    },
  }

  beforeAll(async () => {
    writeFileSync(join(shell.folder, 'evil.json'), JSON.stringify(document))
    await shell.json('provider add evil.json --kind evil')
    await server.api('POST', '/integrations/evil/connect', { body: { verify: false } })
    await shell.json('discover evil --env production')
  })

  test.each([
    ['schema operation evil listX'],
    ['schema operation evil listX --output yaml'],
    ['schema operation evil listX --json'],
    ['schema search evil lists'],
    ['schema tree evil'],
    ['schema export evil --output csv'],
    ['binding new evil listX'],
    ['provider list --output ndjson'],
  ])('%s shows it and does not obey it', async (line) => {
    const { out, err, code } = await shell.run(line, { width: 120, environment: { NO_COLOR: '1' } })
    expect(code).toBe(0)
    expect(out + err.replaceAll('\r\u001b[2K', '')).not.toMatch(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/,
    )
  })
})
