import type { IncomingMessage, ServerResponse } from 'node:http'
import { gate, startProvider } from '@bindery/connection/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { callOnce, connect, type OAuthDesk, oauthDesks, register } from '../testing/oauth-desk.ts'
import { loadIntegration } from '@bindery/platform/kernel'
import { targetOf } from '@bindery/platform/integrations'

const desks = await oauthDesks()

let count = 0
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A connected integration whose token has run out. */
async function expired(desk: OAuthDesk, change: object = {}): Promise<string> {
  const kind = `renewed-${(count += 1)}`
  desk.oauth.onToken = (turn) => {
    turn.answer.body['expires_in'] = 0
  }
  await register(desk, kind)
  await connect(desk, kind, change)
  desk.oauth.reset()
  return kind
}

/** Holds back the first request after `begin`, until it is released; all others pass. */
function holdFirst() {
  const [arrived, released] = [gate(), gate()]
  let holds = false
  const pass = async (): Promise<'go on'> => {
    if (!holds) return 'go on'
    holds = false
    arrived.open()
    await released.opened
    return 'go on'
  }
  return { pass, begin: () => (holds = true), arrived: arrived.opened, release: released.open }
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
  const { origin, close } = await startProvider((request, response) => {
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
  closers.push(close)
  return `${origin}/token`
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

  test('is not waited for by a caller who gives up, and is renewed all the same', async () => {
    const hold = holdFirst()
    const kind = await expired(desk, { token_url: await endpointBefore(desk, hold.pass) })
    hold.begin()
    const { services } = server.server
    const found = await loadIntegration(services, server.organizationId, kind)
    const { source } = await targetOf(services, found, 'production')
    const caller = new AbortController()
    const waiting = source?.ready(caller.signal)
    await hold.arrived
    caller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'upstream_timeout', details: { sent: 'no' } })
    hold.release()
    expect(await callOnce(server, kind)).toBe('ok')
    expect(oauth.turns.length).toBe(1)
  })

  test('is given back when it comes for what somebody disconnected meanwhile', async () => {
    const hold = holdFirst()
    let givenBack = 0
    const token_url = await endpointBefore(desk, async ({ url }, response) => {
      if (url !== '/revoke') return hold.pass()
      givenBack += 1
      response.end()
      return 'done'
    })
    const kind = await expired(desk, { token_url, revocation_url: token_url.replace('/token', '/revoke') })
    hold.begin()
    const call = callOnce(server, kind)
    await hold.arrived
    await server.api('POST', `/integrations/${kind}/disconnect`, { body: {} })
    expect(givenBack).toBe(2)
    hold.release()
    expect(await call).not.toBe('ok')
    expect(givenBack).toBe(4)
  })

  test('is renewed again with the refresh token that came last', async () => {
    const kind = await expired(desk)
    oauth.onToken = (turn) => {
      turn.answer.body['expires_in'] = 0
    }
    await callOnce(server, kind)
    await callOnce(server, kind)
    expect(oauth.turns[1]?.form.get('refresh_token')).toBe(oauth.given[1])
  })

  test.each<[string, (body: Record<string, unknown>) => void, string]>([
    ['names no type', (body) => delete body['token_type'], 'ok'],
    ['names a type of its own', (body) => (body['token_type'] = 'BearerToken'), 'ok'],
    [
      'has a token that cannot be sent',
      (body) => (body['access_token'] = 'a b'),
      'token that cannot be sent',
    ],
    ['has no token', (body) => delete body['access_token'], 'something other than a token'],
  ])('keeps the refresh token of an answer that %s', async (_, change, outcome) => {
    const kind = await expired(desk)
    oauth.onToken = ({ answer }) => {
      answer.body['expires_in'] = 0
      change(answer.body)
    }
    expect(await callOnce(server, kind)).toContain(outcome)
    const came = oauth.given.at(-1)
    oauth.onToken = () => undefined
    expect(await callOnce(server, kind)).toBe('ok')
    expect(oauth.turns.at(-1)?.form.get('refresh_token')).toBe(came)
    expect(await statusOf(desk, kind)).toBe('connected')
  })

  test('keeps its refresh token when no new one comes', async () => {
    const kind = await expired(desk)
    oauth.onToken = (turn) => {
      turn.answer.body['expires_in'] = 0
      delete turn.answer.body['refresh_token']
    }
    await callOnce(server, kind)
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
      if (how === 'drop') request.socket.destroy()
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
    const held = holdFirst()
    const token_url = await endpointBefore(desk, held.pass)
    const kind = await expired(desk, { token_url })
    held.begin()
    const late = callOnce(server, kind)
    await held.arrived
    await connect(desk, kind)
    held.release()
    const winner = oauth.given[0]
    expect(await late).toBe('ok')
    expect(oauth.turns.map((turn) => turn.form.get('grant_type'))).toEqual([
      'authorization_code',
      'refresh_token',
    ])
    expect(provider.seen).toEqual([`Bearer ${winner}`])
  })

  test('is not renewed into a slot that was disconnected meanwhile', async () => {
    const held = holdFirst()
    const token_url = await endpointBefore(desk, held.pass)
    const kind = await expired(desk, { token_url })
    held.begin()
    const late = callOnce(server, kind)
    await held.arrived
    await server.api('POST', `/integrations/${kind}/disconnect`, { body: {} })
    held.release()
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
