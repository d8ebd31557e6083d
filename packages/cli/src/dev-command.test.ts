import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShell, type Shell } from './testing/run-line.ts'

let shell: Shell
beforeAll(() => {
  shell = openShell()
})
afterAll(() => shell.close())

const document = {
  openapi: '3.1.0',
  info: { title: 'Acme', version: '1' },
  servers: [{ url: 'https://api.acme.example' }],
  paths: {
    '/tickets': {
      get: {
        operationId: 'listTickets',
        responses: {
          200: {
            description: 'ok',
            content: { 'application/json': { schema: { type: 'array', items: { type: 'string' } } } },
          },
        },
      },
    },
  },
}

test('a document is discovered by a server that is gone when it ends', async () => {
  writeFileSync(join(shell.folder, 'acme.json'), JSON.stringify(document))
  const temporary = join(shell.folder, 'tmp')
  mkdirSync(temporary)
  let press = (): void => undefined
  const told = await shell.json('dev acme.json', {
    // What a server of the clone needs of the machine.
    environment: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TMPDIR: temporary },
    onListening: (pressed) => {
      press = pressed
    },
    onSaid: (text) => {
      if (text.includes('Ctrl+C ends it.')) press()
    },
  })
  expect(told).toMatchObject({
    server: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    key: expect.stringMatching(/^bnd_dev_/),
    open: expect.stringContaining('/#code='),
    provider: 'acme',
    summary: { operationCount: 1 },
  })
  expect(readdirSync(temporary).filter((name) => name.startsWith('bindery-dev-'))).toEqual([])
})

test('what is no source is told before a server is started', async () => {
  expect(await shell.problem('dev nothing.yaml')).toMatchObject({ code: 'usage', exit: 2 })
})
