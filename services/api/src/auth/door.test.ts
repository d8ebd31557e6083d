import { Secret } from '@bindery/model'
import { newId, newOrganizationId, type Principal } from '@bindery/platform/kernel'
import { makeSessionCode, sessionUseCases } from '@bindery/platform/sessions'
import { insertApiKey, insertOrganization } from '@bindery/store'
import { openTestStore } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { Authenticator } from './authenticate.ts'
import { Door } from './door.ts'
import { isOfOwnPage, sessionCookie, sessionCookieName } from './session-cookie.ts'

/* What takes a clock, an address or a network that a test cannot have. */

const opened = await openTestStore()
const { store } = opened
afterAll(() => opened.close())

const organizationId = newOrganizationId()
const publicUrl = 'https://bindery.example.com'
const minuteMs = 60_000
const start = Date.parse('2030-01-01T00:00:00Z')
let nowMs = start
const services = {
  store,
  now: () => nowMs,
  publicUrl: () => publicUrl,
  authenticator: new Authenticator(store, () => nowMs),
}

const keyText = 'key-of-the-desk'
const keyId = newId()
const shortLived = { id: newId(), text: 'key-of-an-hour', expiresAt: new Date(start + 60 * minuteMs) }
beforeAll(() =>
  store.run('platform', async (transaction) => {
    await insertOrganization(transaction, { id: organizationId, slug: organizationId, name: 'Test' })
    for (const { id, text, expiresAt } of [{ id: keyId, text: keyText, expiresAt: undefined }, shortLived])
      await insertApiKey(transaction, {
        organizationId,
        id,
        name: 'Desk',
        prefix: 'test',
        digest: store.keyDigest.of(new Secret(text)),
        scopes: ['agents:read'],
        environment: undefined,
        expiresAt,
      })
  }),
)

const ownPage = { 'sec-fetch-site': 'same-origin', origin: publicUrl, host: 'bindery.example.com' }
const introduce = (door: Door, body: object, ip = '192.0.2.1') =>
  door.identify({ method: 'POST', headers: ownPage, body, ip }, 'none')

const outcomeOf = (pending: Promise<Principal>) =>
  pending.then(
    ({ keyId: found }) => found,
    (error: { code?: string }) => error.code,
  )

/** Begins a session and gives its cookie and how long the browser keeps it. */
async function begin(body: object) {
  const door = new Door(services)
  const principal = await introduce(door, body)
  const answer = await sessionUseCases.begin.run(
    { subject: undefined, options: undefined, content: body },
    { ...asking, principal },
    services,
  )
  if (!('session' in answer) || answer.session === undefined) throw new Error('No session began.')
  const header = sessionCookie(answer.session, publicUrl)
  const cookie = header.split(';')[0] ?? ''
  const ask = () =>
    door.identify({ method: 'GET', headers: { ...ownPage, cookie }, body: undefined, ip: '192.0.2.1' }, 'any')
  return { header, ask }
}

const asking = {
  requestId: 'r',
  address: '/session',
  signal: new AbortController().signal,
  given: undefined,
  upload: process.stdin,
  wants: 'answer' as const,
  lastEvent: 0,
  waitMs: 0,
  asker: 'browser' as const,
  knownTag: undefined,
  seenRevision: () => undefined,
  idempotencyKey: () => undefined,
  knownEpoch: () => undefined,
  missing: () => undefined,
}

describe('time', () => {
  it('ends a session after 12 hours', async () => {
    nowMs = start
    const { ask } = await begin({ apiKey: keyText })
    nowMs = start + 12 * 60 * minuteMs - 1
    const before = await outcomeOf(ask())
    nowMs += 1
    expect([before, await outcomeOf(ask())]).toEqual([keyId, 'api_key_invalid'])
  })

  it('ends a session with its key', async () => {
    nowMs = start
    const { header, ask } = await begin({ apiKey: shortLived.text })
    nowMs = start + 60 * minuteMs - 1
    const before = await outcomeOf(ask())
    nowMs += 1
    expect([header.includes('Max-Age=3600;'), before, await outcomeOf(ask())]).toEqual([
      true,
      shortLived.id,
      'api_key_invalid',
    ])
  })

  it('ends a code after 10 minutes', async () => {
    nowMs = start
    const within = await makeSessionCode(services, { organizationId, keyId })
    const late = await makeSessionCode(services, { organizationId, keyId })
    const door = new Door(services)
    nowMs = start + 10 * minuteMs - 1
    const before = await outcomeOf(introduce(door, { code: within.reveal() }))
    nowMs += 1
    expect([before, await outcomeOf(introduce(door, { code: late.reveal() }))]).toEqual([
      keyId,
      'api_key_invalid',
    ])
  })
})

describe('guessing', () => {
  const guess = (door: Door, body: object, ip?: string) => outcomeOf(introduce(door, body, ip))

  test.each([[{ apiKey: 'wrong' }], [{ code: 'wrong' }]])(
    'is stopped after ten wrong ones of an address within a minute: %j',
    async (wrong) => {
      nowMs = start
      const door = new Door(services)
      const guesses = await Promise.all(Array.from({ length: 12 }, () => guess(door, wrong)))
      const right = await guess(door, { apiKey: keyText })
      const elsewhere = await guess(door, { apiKey: keyText }, '192.0.2.2')
      nowMs += minuteMs
      const later = await guess(door, { apiKey: keyText })
      expect(guesses.filter((code) => code === 'api_key_invalid')).toHaveLength(10)
      expect([right, elsewhere, later]).toEqual(['rate_limited', keyId, keyId])
    },
  )

  it('is not what somebody does who comes with the right key, however often', async () => {
    nowMs = start
    const door = new Door(services)
    const answers = await Promise.all(Array.from({ length: 30 }, () => guess(door, { apiKey: keyText })))
    expect(new Set([...answers, await guess(door, { apiKey: keyText })])).toEqual(
      new Set(['rate_limited', keyId]),
    )
  })
})

describe('the cookie', () => {
  test.each([
    ['https://bindery.example.com', '__Host-bindery'],
    ['http://127.0.0.1:4400', 'bindery'],
    ['http://[::1]:4400', 'bindery'],
    ['http://localhost:4400', 'bindery'],
    ['http://10.0.0.8:4400', undefined],
    ['http://127.0.0.1.evil.example', undefined],
  ])('of %s is %s', (url, name) => {
    expect(sessionCookieName(url)).toBe(name)
  })

  it('goes over https alone where there is https', () => {
    expect(sessionCookie('ended', publicUrl)).toBe(
      '__Host-bindery=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure',
    )
  })

  it('is not kept where it would go over a network in the clear', () => {
    expect(() => sessionCookie('ended', 'http://10.0.0.8:4400')).toThrow('https')
  })

  test.each([
    ['its own page', { origin: publicUrl, host: 'bindery.example.com' }, true],
    [
      'a page that is not encrypted',
      { origin: 'http://bindery.example.com', host: 'bindery.example.com' },
      false,
    ],
    [
      'a page whose name was made to lead here',
      { origin: 'https://evil.example', host: 'evil.example' },
      false,
    ],
    ['a page of another port', { origin: `${publicUrl}:8443`, host: 'bindery.example.com' }, false],
    ['a page on loopback, of this server', { origin: 'http://127.0.0.1:4400', host: '127.0.0.1:4400' }, true],
    [
      'a page on loopback, of another one',
      { origin: 'http://127.0.0.1:4401', host: '127.0.0.1:4400' },
      false,
    ],
  ])('of a write counts for %s: %j', (_, sent, expected) => {
    const headers = { 'sec-fetch-site': 'same-origin', ...sent }
    expect(isOfOwnPage({ method: 'POST', headers }, publicUrl)).toBe(expected)
  })
})
