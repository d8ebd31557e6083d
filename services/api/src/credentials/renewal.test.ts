import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { callOnce, connect, type OAuthDesk, openOAuthDesks, register } from '../testing/oauth-desk.ts'

const desks = await openOAuthDesks()
afterAll(() => Promise.all(desks.map((desk) => desk.close())))

let count = 0
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})
beforeEach(() => {
  for (const { oauth, provider } of desks) {
    oauth.reset()
    provider.seen.length = 0
    provider.accepts = () => true
  }
})

/** A connected integration whose token has run out. */
async function expired(desk: OAuthDesk, change: object = {}): Promise<string> {
  const kind = `renewed-${(count += 1)}`
  desk.oauth.onToken = (turn) => {
    turn.answer.body['expires_in'] = 0.5
  }
  await register(desk, kind)
  await connect(desk, kind, change)
  await wait(600)
  desk.oauth.reset()
  return kind
}

/** Seventeen calls on every server at once. */
const callEverywhere = async (desk: OAuthDesk, kind: string): Promise<readonly string[]> =>
  Promise.all(desk.servers.flatMap((server) => Array.from({ length: 17 }, () => callOnce(server, kind))))

const statusOf = async (desk: OAuthDesk, kind: string): Promise<string> =>
  z.object({ status: z.string() }).parse((await desk.server.api('GET', `/integrations/${kind}`)).data).status

/** The token endpoint of a desk behind one that does something first. */
async function endpointBefore(
  desk: OAuthDesk,
  first: (request: IncomingMessage, response: ServerResponse) => Promise<'go on' | 'done'>,
): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      void first(request, response).then(async (verdict) => {
        if (verdict === 'done') return
        const headers = {
          authorization: request.headers.authorization ?? '',
          'content-type': 'application/x-www-form-urlencoded',
        }
        const answer = await fetch(`${desk.oauth.origin}/token`, { method: 'POST', headers, body })
        response.writeHead(answer.status, { 'content-type': 'application/json' })
        response.end(await answer.text())
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/token`
}

describe.each(desks)('a grant that ran out, on the $name', (desk) => {
  const { oauth, provider, server } = desk

  test('is renewed once for all callers of all servers, and all of them succeed', async () => {
    const kind = await expired(desk)
    const outcomes = await callEverywhere(desk, kind)
    expect(outcomes).toEqual(outcomes.map(() => 'ok'))
    expect(outcomes.length).toBe(17 * desk.servers.length)
    expect(oauth.turns.map((turn) => turn.form.get('grant_type'))).toEqual(['refresh_token'])
    expect(new Set(provider.seen)).toEqual(new Set([`Bearer ${oauth.given[0]}`]))
  })

  test('is renewed once when the provider refuses a token that should be good', async () => {
    const kind = `refused-${(count += 1)}`
    await register(desk, kind)
    await connect(desk, kind)
    const old = oauth.given[0] ?? ''
    oauth.reset()
    provider.accepts = (token) => token !== old
    const outcomes = await callEverywhere(desk, kind)
    expect(outcomes).toEqual(outcomes.map(() => 'ok'))
    expect(oauth.turns.length).toBe(1)
  })

  test('is renewed again with the refresh token that came last', async () => {
    const kind = await expired(desk)
    oauth.onToken = (turn) => {
      turn.answer.body['expires_in'] = 0.5
    }
    await callOnce(server, kind)
    await wait(600)
    await callOnce(server, kind)
    expect(oauth.turns[1]?.form.get('refresh_token')).toBe(oauth.given[1])
  })

  test('keeps its refresh token when no new one comes', async () => {
    const kind = await expired(desk)
    oauth.onToken = (turn) => {
      turn.answer.body['expires_in'] = 0.5
      delete turn.answer.body['refresh_token']
    }
    await callOnce(server, kind)
    await wait(600)
    expect(await callOnce(server, kind)).toBe('ok')
    const sent = oauth.turns.map((turn) => turn.form.get('refresh_token'))
    expect(sent[0]).toBe(sent[1])
  })

  test('is asked for again after a failure, and kept', async () => {
    const kind = await expired(desk)
    let failures = 1
    oauth.onToken = (turn) => {
      if (failures-- > 0) turn.answer.statusCode = 500
    }
    expect(await callOnce(server, kind)).toBe('ok')
    expect(oauth.turns.length).toBe(2)
  })

  test.each([
    ['fails on and on', 'answer'],
    ['drops every connection', 'drop'],
  ])('is kept when the token endpoint %s, and works when it is back', async (_, how) => {
    let isDown = false
    const token_url = await endpointBefore(desk, async (request, response) => {
      if (!isDown) return 'go on'
      if (how === 'drop') request.destroy()
      else response.writeHead(503).end()
      return 'done'
    })
    const kind = await expired(desk, { token_url })
    isDown = true
    expect(await callOnce(server, kind)).toContain('The credential is kept')
    expect(await statusOf(desk, kind)).toBe('connected')
    isDown = false
    expect(await callOnce(server, kind)).toBe('ok')
    expect(provider.seen.length).toBe(1)
  })

  test('that was taken back is marked once, asked for no more, and stays sealed', async () => {
    const kind = await expired(desk)
    oauth.onToken = (turn) => {
      turn.answer.statusCode = 400
      turn.answer.body = { error: 'invalid_grant' }
    }
    const outcomes = await callEverywhere(desk, kind)
    expect(new Set(outcomes)).toEqual(new Set([expect.stringContaining('took its grant back')]))
    expect([oauth.turns.length, provider.seen.length]).toEqual([1, 0])
    expect(await statusOf(desk, kind)).toBe('reconnect_required')
    expect(await marks(desk, kind)).toEqual({ entries: 1, sealed: true })
    oauth.reset()
    await connect(desk, kind)
    expect([await statusOf(desk, kind), await callOnce(server, kind)]).toEqual(['connected', 'ok'])
  })

  test('gives way to one that a person gave while it was renewed', async () => {
    let isSlow = false
    const token_url = await endpointBefore(desk, async () => {
      if (isSlow) await wait(700)
      return 'go on'
    })
    const kind = await expired(desk, { token_url })
    isSlow = true
    const late = callOnce(server, kind)
    await wait(200)
    isSlow = false
    await connect(desk, kind)
    const winner = oauth.given[0]
    expect(await late).toBe('ok')
    expect(oauth.turns.map((turn) => turn.form.get('grant_type'))).toEqual([
      'authorization_code',
      'refresh_token',
    ])
    expect(provider.seen).toEqual([`Bearer ${winner}`])
  })

  test('is not renewed into a slot that was disconnected meanwhile', async () => {
    const token_url = await endpointBefore(desk, async (request) => {
      if (isSlow && request.url !== '') await wait(500)
      return 'go on'
    })
    let isSlow = false
    const kind = await expired(desk, { token_url })
    isSlow = true
    const late = callOnce(server, kind)
    await wait(150)
    await server.api('POST', `/integrations/${kind}/disconnect`, { body: {} })
    expect(await late).toMatch(/Nobody has given access|was disconnected/)
    expect(await marks(desk, kind)).toEqual({ entries: 0, sealed: false })
    expect(provider.seen).toEqual([])
  })

  test('is taken over from a server that died while renewing', async () => {
    const kind = await expired(desk)
    await server.server.services.store.run('platform', (transaction) =>
      transaction.raw(
        `update integration_environments set lease_holder = gen_random_uuid(), lease_until = clock_timestamp() + interval '1 second'
         where integration_id = (select id from integrations where kind = ?)`,
        [kind],
      ),
    )
    expect(await callOnce(server, kind)).toBe('ok')
    expect(oauth.turns.length).toBe(1)
  })
})

const Marks = z.object({ rows: z.array(z.object({ entries: z.int(), sealed: z.boolean() })) })

async function marks(desk: OAuthDesk, kind: string) {
  const result: unknown = await desk.server.server.services.store.run('platform', (transaction) =>
    transaction.raw(
      `select (select count(*)::int from audit_entries where subject = ? and action = 'integration.reconnect_required') as entries,
         sealed is not null as sealed
       from integration_environments join integrations on integrations.id = integration_id where kind = ?`,
      [kind, kind],
    ),
  )
  return Marks.parse(result).rows[0]
}
