import { Socket } from 'node:net'
import { PlatformError } from '@bindery/model'
import type { buildConnector } from 'undici'
import { expect, test } from 'vitest'
import { rulesOf } from '../testing/local-provider.ts'
import { type EgressPolicy, publicEgress } from './egress-policy.ts'
import { guardedConnector } from './guarded-connector.ts'

/** A socket that claims to have ended up at an address. */
const socketAt = (address: string | undefined): Socket =>
  Object.defineProperty(new Socket(), 'remoteAddress', { value: address })

interface Opened {
  readonly error: Error | null
  readonly socket: Socket | null
  readonly dialled: readonly buildConnector.Options[]
}

const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof PlatformError ? thrown.code : undefined

/** Opens a socket to a name that resolves to `addresses`, with a network that answers by address. */
function open(
  request: { readonly hostname: string; readonly port?: string },
  network: (address: string) => Socket | Error | string,
  world: { readonly addresses?: readonly string[]; readonly policy?: EgressPolicy } = {},
): Promise<Opened> {
  const { addresses = ['93.184.216.34', '93.184.216.35'], policy = publicEgress } = world
  const dialled: buildConnector.Options[] = []
  const dial: buildConnector.connector = (options, callback) => {
    dialled.push(options)
    const answer = network(options.hostname)
    if (answer instanceof Socket) callback(null, answer)
    else callback(answer instanceof Error ? answer : new Error(answer), null)
  }
  const connect = guardedConnector({
    policy,
    lookup: () => Promise.resolve(addresses),
    timeoutMs: 100,
    extraRoots: [],
    dial,
  })
  return new Promise((resolve) => {
    connect({ protocol: 'https:', port: '', ...request }, (error, socket) =>
      resolve({ error, socket, dialled }),
    )
  })
}

test('dials the checked address with the name for TLS', async () => {
  const { socket, dialled } = await open({ hostname: 'api.example.com', port: '8443' }, (address) =>
    socketAt(address),
  )
  expect(socket?.remoteAddress).toBe('93.184.216.34')
  expect(dialled).toEqual([
    {
      protocol: 'https:',
      hostname: '93.184.216.34',
      host: 'api.example.com',
      servername: 'api.example.com',
      port: '8443',
    },
  ])
})

test.each([
  ['the port that is listed', '8443', 'dialled'],
  ['another port', '8444', 'egress_blocked'],
  ['the port of the scheme', '', 'egress_blocked'],
])('a rule for one port decides on %s', async (_, port, expected) => {
  const policy = { allow: rulesOf('10.0.0.1:8443'), plainHttp: 'listed' as const }
  const { error } = await open({ hostname: '10.0.0.1', port }, (address) => socketAt(address), { policy })
  expect(error === null ? 'dialled' : codeOf(error)).toBe(expected)
})

test('an IPv6 literal is its own host and has no name', async () => {
  const { dialled } = await open({ hostname: '2606:4700:4700::1111' }, (address) => socketAt(address))
  expect(dialled).toEqual([
    { protocol: 'https:', hostname: '2606:4700:4700::1111', host: '2606:4700:4700::1111', port: '' },
  ])
})

test.each(['169.254.169.254', '93.184.216.99', '::ffff:93.184.216.34', undefined])(
  'a socket that ended up at %s is destroyed, not used',
  async (address) => {
    const opened: Socket[] = []
    const { error } = await open({ hostname: 'api.example.com' }, () => {
      const socket = socketAt(address)
      opened.push(socket)
      return socket
    })
    expect(error).toMatchObject({ code: 'egress_blocked', details: { reason: 'rebound', sent: 'no' } })
    expect(opened.map((socket) => socket.destroyed)).toEqual([true, true])
  },
)

test('tries at most three addresses and reports the last failure', async () => {
  const addresses = ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4']
  const { error, dialled } = await open({ hostname: 'api.example.com' }, (address) => new Error(address), {
    addresses,
  })
  expect([error?.message, dialled.length]).toEqual(['1.1.1.3', 3])
})

test('dials nothing when an address is bad', async () => {
  const { error, dialled } = await open({ hostname: 'api.example.com' }, () => 'never', {
    addresses: ['93.184.216.34', '10.0.0.1'],
  })
  expect([codeOf(error), dialled]).toEqual(['egress_blocked', []])
})
