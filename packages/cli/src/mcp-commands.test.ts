import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClinicServer, findPatient, startClinicServer } from '@bindery/api/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPackage } from './packing/build-package.ts'
import { openShell, type Shell } from './testing/run-line.ts'

const key = 'test-key-with-every-scope'
const packed = mkdtempSync(join(tmpdir(), 'bindery-bridge-'))
let server: ClinicServer
let shell: Shell

beforeAll(async () => {
  server = await startClinicServer()
  await server.publish(findPatient)
  shell = openShell({ address: server.address, key })
  await buildPackage(packed)
})
afterAll(async () => {
  shell.close()
  rmSync(packed, { recursive: true, force: true })
  await server.close()
})

test.each(['claude-code', 'claude-desktop', 'cursor', 'vscode', 'windsurf'])(
  '%s is told where the agent is, and no key',
  async (client) => {
    const shown = await shell.json(`mcp config front-desk --client ${client}`)
    expect(JSON.stringify(shown)).not.toContain(key)
    expect(JSON.stringify(shown)).toContain(
      client === 'claude-desktop' ? '"serve","front-desk"' : `${server.address}/mcp/agents/`,
    )
  },
)

test('what stands in a file stays, and writing twice changes nothing', async () => {
  const file = join(shell.folder, '.vscode', 'mcp.json')
  mkdirSync(join(shell.folder, '.vscode'))
  writeFileSync(file, JSON.stringify({ servers: { other: { url: 'http://x' } }, inputs: [{ id: 'mine' }] }))
  expect(await shell.json('mcp install front-desk --client vscode --yes')).toMatchObject({ written: true })
  const written = readFileSync(file, 'utf8')
  expect(JSON.parse(written)).toMatchObject({
    servers: { other: { url: 'http://x' }, 'front-desk': { type: 'http' } },
    inputs: [{ id: 'mine' }, { id: 'bindery-api-key', password: true }],
  })
  await shell.json('mcp install front-desk --client vscode --yes')
  expect(readFileSync(file, 'utf8')).toBe(written)
})

test('nothing is written when it is only shown, or not agreed to', async () => {
  const file = join(shell.folder, '.mcp.json')
  expect(await shell.json('mcp install front-desk --client claude-code --print')).toMatchObject({
    written: false,
  })
  expect(await shell.problem('mcp install front-desk --client claude-code')).toMatchObject({
    code: 'input_missing',
  })
  expect(existsSync(file)).toBe(false)
})

test('a file that is no plain JSON is left as it is', async () => {
  const file = join(shell.folder, '.mcp.json')
  writeFileSync(file, '{ // mine\n}')
  expect(await shell.problem('mcp install front-desk --client claude-code --yes')).toMatchObject({
    code: 'input_invalid',
  })
  expect(readFileSync(file, 'utf8')).toBe('{ // mine\n}')
})

test('what would be served is said', async () => {
  expect(await shell.json('mcp serve front-desk --check')).toMatchObject({ tools: ['find_patient'] })
})

test('the packed command serves the tools of an agent, by its name', async () => {
  const env = {
    ...process.env,
    BINDERY_SERVER: server.address,
    BINDERY_API_KEY: key,
    BINDERY_CONFIG_DIR: shell.folder,
  }
  const child = spawn(process.execPath, [join(packed, 'bindery.js'), 'mcp', 'serve', 'front-desk'], { env })
  const send = (message: object): void =>
    void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const replies: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => replies.push(text))
  const clientInfo = { name: 'test', version: '1' }
  send({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
  })
  send({ method: 'notifications/initialized' })
  send({ id: 2, method: 'tools/list' })
  await expect.poll(() => replies.join('')).toContain('"find_patient"')
  child.stdin.end()
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
})
