import {
  type ConnectionTarget,
  openConnection,
  parseCredentials,
  readyCredential,
  toOrigin,
} from '@bindery/connection'
import { PlatformError, within } from '@bindery/model'
import type { CheckOutcome } from './check-list.ts'
import type { Probe } from './find-probe.ts'

const patienceMs = 10_000

/**
 * Tries a credential with a read. `passed`: the provider takes it. `failed`: it is refused, or the provider cannot be
 * reached. `unproven`: what came back says neither, as a 404 of an address that nobody named, or an answer that it gives
 * without any credential as well. Never throws for what the provider does.
 */
export async function proveConnection(
  target: ConnectionTarget,
  probe: Probe,
  signal: AbortSignal,
): Promise<CheckOutcome<true>> {
  const sleeping = runOut(target)
  if (sleeping !== undefined) return unproven(sleeping)
  const noToken = await obtain(target, signal)
  if (noToken !== undefined) return noToken
  const answer = await ask(target, probe, signal)
  if (answer !== undefined) return judge(answer, target, probe)
  const { credential } = target
  // Who gave a token has looked at the credential.
  const isProven =
    credential.method === 'none' || credential.exchange !== undefined || probe.by === 'operator'
  if (isProven) return passed(probe)
  if (probe.by === 'nobody')
    return unproven(`The provider answered ${probe.what}, which may need no credential. ${nameOne}`)
  const anonymous = await ask(withoutCredential(target), probe, signal)
  return anonymous === undefined
    ? unproven(
        `The provider answers ${probe.what} without a credential as well, so nothing says that this one is right. ${nameOne}`,
      )
    : passed(probe)
}

const nameOne = 'Name a read that needs it with testEndpoint.'

/**
 * Has a token asked for first, where one is needed: without it nothing is proved, whatever went wrong. Undefined when there
 * is one. Where client and secret may be right and only be written in a way that the server does not read, nobody knows.
 */
async function obtain(
  target: ConnectionTarget,
  signal: AbortSignal,
): Promise<CheckOutcome<true> | undefined> {
  try {
    await within(signal, patienceMs, (deadline) =>
      readyCredential(target, toOrigin(target.baseUrl), deadline),
    )
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof PlatformError)) throw error
    const isEncoded = error.details.members?.['isEncoded'] === true
    return isEncoded ? unproven(error.message) : { result: 'failed', detail: error.message }
  }
}

/** What a probe failed with; undefined when it was answered. */
async function ask(
  target: ConnectionTarget,
  probe: Probe,
  signal: AbortSignal,
): Promise<PlatformError | undefined> {
  try {
    await within(signal, patienceMs, (deadline) => probe.send(openConnection(target), deadline))
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    return error instanceof PlatformError
      ? error
      : new PlatformError('upstream_timeout', 'The provider did not answer in time.', { cause: error })
  }
}

/** A grant that has run out is renewed by the first call; trying it here would spend its refresh token. */
function runOut({ credential, source }: ConnectionTarget): string | undefined {
  const grant = source === undefined ? credential.authorization?.grant : undefined
  if (grant?.refreshToken === undefined || grant.renewAt === undefined) return undefined
  return grant.renewAt.getTime() <= Date.now()
    ? 'The access token has run out; the first call renews it, so it is not tried here.'
    : undefined
}

const away: ReadonlySet<string> = new Set([
  'egress_blocked',
  'credential_origin_refused',
  'upstream_unreachable',
  'upstream_timeout',
  'integration_connection_failed',
  'integration_not_connected',
])

function judge(error: PlatformError, target: ConnectionTarget, probe: Probe): CheckOutcome<true> {
  const status = error.details.upstreamStatus
  if (away.has(error.code)) return { result: 'failed', detail: error.message }
  if (status === 401) return refused(401, target, probe)
  if (probe.by === 'operator') {
    if (status === 403) return refused(403, target, probe)
    if (error.details.reason === 'page') return unproven(`${error.message} ${nameOne}`)
    return { result: 'failed', detail: `${error.message} The test endpoint must answer.` }
  }
  if (status !== undefined && unavailable.has(status)) return { result: 'failed', detail: error.message }
  if (probe.by !== 'nobody' && unclear.has(error.details.reason))
    return unproven(`${error.message} That says nothing of the credential. ${nameOne}`)
  // A token was given for it, and the provider did not refuse that.
  if (target.credential.exchange !== undefined) return passed(probe)
  const said = status === undefined || status < 400 ? error.message : `${probe.what} gave status ${status}.`
  return unproven(`The provider can be reached, but whether it takes the credential is not known: ${said}`)
}

/** Answers to a named address that are neither what was asked for nor a refusal. */
const unclear: ReadonlySet<string | undefined> = new Set(['page', 'error_under_success', 'redirect'])

/** What gateways say of a provider that is not there. */
const unavailable: ReadonlySet<number> = new Set([502, 503, 504])

function refused(status: number, { credential }: ConnectionTarget, { by, what }: Probe): CheckOutcome<true> {
  const refreshes = credential.authorization?.grant?.refreshToken !== undefined
  if (refreshes) return unproven('The provider refused the access token; the first call has it renewed.')
  if (credential.method !== 'none')
    return { result: 'failed', detail: `The provider refused the credential with status ${status}.` }
  const detail = `The provider wants a credential for ${what} (status ${status}).`
  return by === 'nobody' ? unproven(detail) : { result: 'failed', detail }
}

const passed = ({ what }: Probe): CheckOutcome<true> => ({
  result: 'passed',
  value: true,
  detail: `The provider answered ${what}.`,
})

const unproven = (detail: string): CheckOutcome<true> => ({ result: 'unproven', value: true, detail })

function withoutCredential(target: ConnectionTarget): ConnectionTarget {
  const none = parseCredentials('none', {}, target.credential.reach)
  if (!none.ok) throw new Error('No credential always parses.')
  const { source: _source, ...rest } = target
  return { ...rest, key: `${target.key}/anonymous`, credential: none.value }
}

/**
 * Where nobody gives a credential and nothing is known to ask for, all that can be tried is whether the provider accepts
 * connections. No request is sent.
 */
export async function reachProvider(
  target: ConnectionTarget,
  signal: AbortSignal,
): Promise<CheckOutcome<true>> {
  const { hostname, port, protocol } = new URL(target.baseUrl)
  const isPlain = protocol === 'http:'
  const address = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isPlain ? 80 : 443) : Number(port),
    privacy: isPlain ? 'plain' : 'tls',
  } as const
  try {
    const socket = await within(signal, patienceMs, (deadline) => target.egress.dial(address, deadline))
    socket.destroy()
    return { result: 'passed', value: true, detail: `"${hostname}" accepts connections.` }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof PlatformError) return { result: 'failed', detail: error.message }
    return { result: 'failed', detail: `Nothing accepts connections at "${hostname}": check the base URL.` }
  }
}
