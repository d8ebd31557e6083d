import { auditTable } from '@bindery/platform/reports'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { z } from 'zod'
import { must } from './testing/clinic-server.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const { store } = server.server.services
  await store.run(server.organizationId, (transaction) =>
    store.audit.appendAll(
      transaction,
      server.organizationId,
      Array.from({ length: 1_203 }, (_, at) => ({
        actor: at === 7 ? '=HYPERLINK("http://evil.example","a, b")' : 'key:Front desk',
        action: 'agent.edited' as const,
        subject: at === 8 ? '\t@SUM(1)' : `agent-${at}`,
        detail: { line: 'one\ntwo', quote: '"' },
      })),
    ),
  )
})
afterAll(() => server.close())

const csv = (query = '', api = server.api) =>
  must(api('GET', `/audit${query}`, { headers: { accept: 'text/csv' } }))

/** Cells of a table in quotes (RFC 4180). */
function cellsOf(table: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]]
  for (const [, cell = '', end] of table.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    lines.at(-1)?.push(cell.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
  }
  return lines.slice(0, -1)
}

it('is written as a table with every entry, whatever a page holds', async () => {
  const answer = await csv('?action=agent.edited')
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
  const [head, ...rows] = cellsOf(answer.text)
  expect(head).toEqual(['sequence', 'at', 'actor', 'action', 'subject', 'detail', 'mac'])
  expect(rows.length).toBe(1_203)
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([7]))
  const sequences = rows.map(([sequence]) => Number(sequence))
  expect(sequences).toEqual(sequences.toSorted((a, b) => b - a))
  expect(JSON.parse(rows[0]?.[5] ?? '')).toEqual({ line: 'one\ntwo', quote: '"' })
})

it('holds nothing that a spreadsheet would run', async () => {
  const cells = cellsOf((await csv()).text).flat()
  expect(cells).toContain(`'=HYPERLINK("http://evil.example","a, b")`)
  expect(cells).toContain("'\t@SUM(1)")
  expect(cells.filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([])
})

test.each([
  ['?subject=agent-3', 1],
  ['?actor=nobody', 0],
  ['?action=agent.edited&from=2100-01-01T00:00:00Z', 0],
  ['?action=agent.edited&from=2100-01-01T00:00:00Z&to=2000-01-01T00:00:00Z', 0],
  ['?subject=agent-3&limit=1', 1],
])('narrowed by %s has %d lines', async (query, lines) => {
  expect(cellsOf((await csv(query)).text).length - 1).toBe(lines)
})

test.each([
  ['a date that is none', 'from=soon'],
  ['an actor of 10,000 characters', `actor=${'x'.repeat(10_000)}`],
])('takes no %s', async (_, query) => {
  expect((await server.api('GET', `/audit?${query}`, { headers: { accept: 'text/csv' } })).status).toBe(400)
})

it('says in its last line that it was cut, and how to go on', async () => {
  const table = { organizationId: server.organizationId, before: 1e9, filter: { action: 'agent.edited' } }
  const rows = cellsOf(await text(auditTable(server.server.services, table, 600)))
  const [last, ...more] = rows.slice(601)
  expect([last?.[3], last?.[5], more]).toEqual([
    'cut',
    `There are more entries: ask for them with before=${rows[600]?.[0]}`,
    [],
  ])
  const whole = cellsOf(await text(auditTable(server.server.services, table, 1_203)))
  expect(whole.length).toBe(1_204)
})

it('is for who may read the logs of every environment, and of one organisation', async () => {
  const headers = { headers: { accept: 'text/csv' } }
  const reader = server.client(await server.keyWith(['agents:read']))
  const fenced = server.client(await server.keyWith(['logs:read'], 'staging'))
  expect([
    (await reader('GET', '/audit', headers)).status,
    (await fenced('GET', '/audit', headers)).status,
  ]).toEqual([403, 403])
  const stranger = server.client(await server.otherOrganization())
  expect((await csv('', stranger)).text).not.toContain('Front desk')
  expect(z.array(z.unknown()).parse((await must(stranger('GET', '/audit'))).data)).toEqual([])
})
