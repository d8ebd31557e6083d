import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { clinicDocument } from '@bindery/fixtures'
import { findRealPostgres } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'
import { type ApiAnswer, type ApiClient, startTestServer, type TestServer } from '../testing/test-server.ts'
import { until } from '../testing/until.ts'

const Job = z.object({
  jobId: z.string(),
  status: z.string(),
  problem: z.record(z.string(), z.unknown()).optional(),
})
const Summary = z.object({
  catalogHash: z.string(),
  unchanged: z.boolean(),
  operationCount: z.int(),
  diff: z.record(z.string(), z.unknown()),
  affectedSkills: z.array(z.object({ functionName: z.string(), verdict: z.string() })),
})
const noDiff = { added: [], changed: [], removed: [] }
const document = (patch: (text: string) => string = (text) => text): string =>
  patch(JSON.stringify(clinicDocument))

async function register(api: ApiClient, source: object | undefined): Promise<string> {
  const kind = `k-${randomUUID()}`
  await must(
    api('POST', '/integrations', { body: { kind, name: 'Any', type: 'openapi', ...(source && { source }) } }),
  )
  return kind
}

const discover = (api: ApiClient, kind: string, wait = 30): Promise<ApiAnswer> =>
  api('POST', `/integrations/${kind}/discover`, { headers: { prefer: `wait=${wait}` } })
const upload = (api: ApiClient, kind: string, body: string): Promise<ApiAnswer> =>
  api('PUT', `/integrations/${kind}/source`, { body })
const hashOf = async (api: ApiClient, kind: string): Promise<unknown> =>
  (await must(api('GET', `/integrations/${kind}/schema`))).body['catalogHash'] ??
  z.object({ catalogHash: z.string() }).parse((await api('GET', `/integrations/${kind}`)).data).catalogHash

/** Asks until the job has this status: bounded by the time that a test may take. */
const untilJob = (api: ApiClient, place: string, status: string): Promise<z.output<typeof Job>> =>
  until(async () => {
    const job = Job.parse((await must(api('GET', place))).data)
    return job.status === status ? job : undefined
  })

const placeOf = (answer: ApiAnswer): string => (answer.headers.get('location') ?? '').replace('/api/v1', '')

interface StreamedEvent {
  readonly id: number
  readonly event: string
  readonly data: unknown
}

const toEvents = (text: string): readonly StreamedEvent[] =>
  [...text.matchAll(/^id: (\d+)\nevent: (\w+)\ndata: (.*)$/gm)].map(([, id, event, data]) => ({
    id: Number(id),
    event: event ?? '',
    data: JSON.parse(data ?? 'null'),
  }))

/** A provider that takes a request and never answers. */
async function startSilent(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return { url: `http://127.0.0.1:${address.port}/openapi.json`, server }
}

describe('a discovery as a job', () => {
  let server: TestServer
  let silent: { readonly url: string; readonly server: Server }
  beforeAll(async () => {
    server = await startTestServer({ maxDocumentBytes: 300_000 })
    silent = await startSilent()
  })
  afterAll(async () => {
    silent.server.closeAllConnections()
    silent.server.close()
    await server.close()
  })
  const call: ApiClient = (method, path, request) => server.api(method, path, request)
  const follow = (place: string, after?: number) =>
    call('GET', place, {
      headers: {
        accept: 'text/event-stream',
        ...(after === undefined ? {} : { 'last-event-id': String(after) }),
      },
    })

  it('answers 202 with a Location that shows it and streams its events, which can be taken up again', async () => {
    const kind = await register(call, { document: document() })
    const started = await discover(call, kind, 0)
    const place = placeOf(started)
    expect([started.status, place]).toEqual([
      202,
      `/integrations/${kind}/discover/${Job.parse(started.data).jobId}`,
    ])
    const stream = await follow(place)
    const events = toEvents(stream.text)
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1))
    expect([...new Set(events.map((event) => event.event))].sort()).toEqual(['count', 'done', 'phase'])
    expect(events.at(-1)?.event).toBe('done')
    expect(toEvents((await follow(place, 3)).text)).toEqual(events.slice(3))
    expect(toEvents((await follow(place, events.length)).text)).toEqual([])
    await untilJob(call, place, 'done')
    expect((await call('GET', place)).data).toMatchObject({
      ...z.object({}).loose().parse(events.at(-1)?.data),
    })
  })

  it('recognises a description that has not changed', async () => {
    const kind = await register(call, { document: document() })
    const first = Summary.parse((await must(discover(call, kind))).data)
    const second = Summary.parse((await must(discover(call, kind))).data)
    expect([first.unchanged, second.unchanged]).toEqual([false, true])
    expect(second).toMatchObject({ ...first, unchanged: true, diff: noDiff, affectedSkills: [] })
  })

  it('keeps the old catalog when the new description cannot be read, and says why', async () => {
    const kind = await register(call, { document: document() })
    await must(discover(call, kind))
    const before = await hashOf(call, kind)
    await must(upload(call, kind, '<html>login</html>'))
    const failed = await discover(call, kind)
    expect([failed.status, failed.body['code']]).toEqual([422, 'document_unreadable'])
    expect(await hashOf(call, kind)).toBe(before)
  })

  it('keeps the old catalog when it is cancelled, and when it waits its turn and is cancelled', async () => {
    const kind = await register(call, { document: document() })
    await must(discover(call, kind))
    const before = await hashOf(call, kind)
    await must(call('PATCH', `/integrations/${kind}`, { body: { source: { url: silent.url } } }))
    const running = placeOf(await discover(call, kind, 0))
    await untilJob(call, running, 'running')
    const waiting = placeOf(await discover(call, kind, 0))
    const cancelled = { success: true, data: { cancelled: true } }
    expect((await call('DELETE', waiting)).body).toEqual(cancelled)
    expect((await call('DELETE', running)).body).toEqual(cancelled)
    const ends = [await untilJob(call, waiting, 'cancelled'), await untilJob(call, running, 'cancelled')]
    expect(ends.map((job) => job.problem?.['code'])).toEqual(['discovery_cancelled', 'discovery_cancelled'])
    for (const place of [waiting, running]) {
      const last = toEvents((await follow(place)).text).at(-1)
      expect(last).toMatchObject({
        event: 'error',
        data: { problem: { code: 'discovery_cancelled', status: 409 } },
      })
      expect((await call('DELETE', place)).data).toEqual({ cancelled: false })
    }
    expect(await hashOf(call, kind)).toBe(before)
  })

  it('tells a caller who waits for it that it was cancelled', async () => {
    const kind = await register(call, { url: silent.url })
    const waiting = discover(call, kind, 20)
    const Jobs = z.object({ rows: z.array(z.object({ id: z.string() })) })
    const find = async () =>
      Jobs.parse(
        await server.server.services.store.run('platform', (transaction) =>
          transaction.raw(
            "select jobs.id from jobs join integrations on integrations.id = jobs.integration_id where kind = ? and status = 'running'",
            [kind],
          ),
        ),
      ).rows[0]?.id
    const job = await until(find)
    await call('DELETE', `/integrations/${kind}/discover/${job}`)
    const answer = await waiting
    expect([answer.status, answer.body['code']]).toEqual([409, 'discovery_cancelled'])
  })

  it('takes over a discovery whose worker died', async () => {
    const kind = await register(call, { document: document() })
    await server.server.services.store.run('platform', (transaction) =>
      transaction.raw(
        `insert into jobs (organization_id, id, integration_id, environment, status, owner, lease_until, actor)
         select organization_id, ?, id, 'production', 'running', ?, now() - interval '1 second', 'key:Dead'
         from integrations where kind = ?`,
        ['00000000-0000-4000-8000-000000000001', randomUUID(), kind],
      ),
    )
    server.server.services.jobs.wake()
    await untilJob(call, `/integrations/${kind}/discover/00000000-0000-4000-8000-000000000001`, 'done')
    expect(await hashOf(call, kind)).toMatch(/^sha256:/)
  })

  it('shows no discovery under another integration', async () => {
    const [one, other] = [await register(call, { document: document() }), await register(call, undefined)]
    const place = placeOf(await discover(call, one, 0))
    expect((await call('GET', place.replace(one, other))).status).toBe(404)
  })
})

describe('a description', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ maxDocumentBytes: 300_000 })
  })
  afterAll(() => server.close())
  const call: ApiClient = (method, path, request) => server.api(method, path, request)
  const tiny = (path: string) =>
    `openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  ${path}:\n    get: {operationId: readIt, responses: {'200': {description: ok}}}\n`

  it('stays as it was when the new one is over the cap', async () => {
    const kind = await register(call, { document: document() })
    await must(discover(call, kind))
    const refused = await upload(call, kind, `{"openapi":"3.1.0","x":"${'x'.repeat(400_000)}"}`)
    expect([refused.status, refused.body['code']]).toEqual([413, 'document_too_large'])
    expect(Summary.parse((await must(discover(call, kind))).data).unchanged).toBe(true)
  })

  it('over the cap registers nothing', async () => {
    const kind = `k-${randomUUID()}`
    const registration = { kind, name: 'Any', type: 'openapi' }
    // The number is short in the request and long when it is written out, so only the document is over the cap.
    const numbers = Array.from({ length: 20_000 }, () => '1e20').join(',')
    const body = JSON.stringify({ ...registration, source: { document: 'HERE' } }).replace(
      '"HERE"',
      `[${numbers}]`,
    )
    expect((await call('POST', '/integrations', { body })).status).toBe(413)
    expect((await call('GET', `/integrations/${kind}`)).status).toBe(404)
  })

  it('that is empty is refused, and leaves the old one', async () => {
    const kind = await register(call, { document: document() })
    for (const headers of [
      {},
      { 'content-type': 'application/json' },
      { 'content-type': 'application/yaml' },
    ]) {
      const refused = await call('PUT', `/integrations/${kind}/source`, { body: '', headers })
      expect([refused.status, refused.body['code']]).toEqual([422, 'document_unreadable'])
    }
    expect((await discover(call, kind)).status).toBe(200)
  })

  it.each([
    { name: 'YAML', contentType: 'application/yaml', body: tiny('/a'), format: 'yaml' },
    { name: 'YAML without a type that says so', contentType: 'text/plain', body: tiny('/a'), format: 'yaml' },
    {
      name: 'JSON with a mark',
      contentType: 'application/json',
      body: `\ufeff${document()}`,
      format: 'json',
    },
  ])('is read as $name', async ({ contentType, body, format }) => {
    const kind = await register(call, undefined)
    const answer = await must(
      call('PUT', `/integrations/${kind}/source`, { body, headers: { 'content-type': contentType } }),
    )
    expect(answer.data).toMatchObject({ bytes: Buffer.byteLength(body), format, detected: 'openapi' })
    expect(Summary.parse((await must(discover(call, kind))).data).operationCount).toBeGreaterThan(0)
  })

  it('of several files is read from the first one, whose references lead to the others', async () => {
    const main = `openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    $ref: 'paths/a.yaml'\n`
    const part = `get:\n  operationId: readA\n  responses: {'200': {description: ok}}\n`
    const kind = await register(call, {
      files: [
        { name: 'main.yaml', content: main },
        { name: 'paths/a.yaml', content: part },
      ],
    })
    await must(discover(call, kind))
    expect((await call('GET', `/integrations/${kind}/operations/readA`)).status).toBe(200)
  })

  it.each(['/etc/passwd', '../x.yaml', 'a/../../x', 'a\\b', ''])('refuses a file named %j', async (name) => {
    const body = { kind: 'files', name: 'F', type: 'openapi', source: { files: [{ name, content: 'x' }] } }
    expect((await call('POST', '/integrations', { body })).status).toBe(400)
  })

  it('that is missing is said to be missing', async () => {
    const answer = await discover(call, await register(call, undefined))
    expect([answer.status, answer.body['code']]).toEqual([422, 'document_unreadable'])
    expect(answer.body['next']).toContain('PUT /api/v1/integrations/')
  })

  it('that two callers upload at once ends up as one of theirs, whole', async () => {
    const kind = await register(call, undefined)
    const answers = await Promise.all(['/a', '/b', '/c', '/d'].map((path) => upload(call, kind, tiny(path))))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    expect(Summary.parse((await must(discover(call, kind))).data).operationCount).toBe(1)
  })
})

describe('a changed description', () => {
  let server: ClinicServer
  let skills: { readonly find: string; readonly book: string }
  beforeAll(async () => {
    server = await startClinicServer()
    skills = { find: await server.publish(findPatient), book: await server.publish(bookAppointment) }
    await must(upload(server.api, 'clinic', document()))
    await must(discover(server.api, 'clinic'))
  })
  afterAll(() => server.close())

  const change = async (patch: (text: string) => string) => {
    await must(upload(server.api, 'clinic', document(patch)))
    return Summary.parse((await must(discover(server.api, 'clinic'))).data)
  }
  const find = () => server.execute(skills.find, { caller_phone: '+31612345678' })
  const book = () => server.execute(skills.book, bookingParams)

  it('that touches no skill affects none', async () => {
    const summary = await change((text) => text.replaceAll('listPractitioners', 'listDoctors'))
    expect(summary.diff).toMatchObject({
      added: [{ kind: 'operation', name: 'listDoctors', impact: 'compatible' }],
      changed: [],
      removed: [{ kind: 'operation', name: 'listPractitioners', impact: 'breaking' }],
      counts: { added: 1, changed: 0, removed: 1, compatible: 1, breaking: 1, security: 0 },
      renames: [{ kind: 'operation', from: 'listPractitioners', to: 'listDoctors' }],
    })
    expect(summary.affectedSkills).toEqual([])
  })

  it('that a skill still fits is told of as compatible, and the skill runs', async () => {
    const summary = await change((text) =>
      text.replace('{"name":"phone","in":"query"', '{"name":"phone","in":"query","deprecated":true'),
    )
    expect(summary.affectedSkills.filter((skill) => skill.verdict === 'breaking')).toEqual([])
    expect((await find()).status).toBe(200)
  })

  it('that a read no longer fits marks it, and lets it run', async () => {
    const summary = await change((text) => text.replaceAll('{"name":"phone",', '{"name":"telephone",'))
    expect(summary.affectedSkills).toEqual([{ functionName: 'find_patient', verdict: 'breaking' }])
    const skill = await server.api('GET', `/agents/${server.agentId}/skills/${skills.find}`)
    expect([z.object({ status: z.string() }).parse(skill.data).status, (await find()).status]).toEqual([
      'stale',
      200,
    ])
  })

  it('that a write no longer fits stops it before anything is sent, until it fits again', async () => {
    const writes = server.clinic.writes()
    const summary = await change((text) => text.replaceAll('"startsAt"', '"beginsAt"'))
    expect(summary.affectedSkills).toContainEqual({ functionName: 'book_appointment', verdict: 'breaking' })
    const stopped = await book()
    expect([stopped.status, stopped.body['code'], server.clinic.writes()]).toEqual([
      409,
      'skill_stale',
      writes,
    ])
    await change((text) => text)
    expect((await book()).status).toBe(202)
  })
})

describe('a server that shuts down', () => {
  it('gives its discovery back, and the next server takes it up', async () => {
    const postgres = await findRealPostgres()
    if (postgres === undefined) return
    const silent = await startSilent()
    const first = await startTestServer({ databaseUrl: postgres.url })
    const kind = await register(first.api, { url: silent.url })
    const place = placeOf(await discover(first.api, kind, 0))
    await untilJob(first.api, place, 'running')
    await first.close()
    const second = await startTestServer({ databaseUrl: postgres.url })
    await untilJob(second.api, place, 'running')
    await second.api('DELETE', place)
    await untilJob(second.api, place, 'cancelled')
    await second.close()
    silent.server.closeAllConnections()
    silent.server.close()
    await postgres.close()
  })
})
