import type { ConnectionTarget } from '@bindery/connection'
import { PlatformError } from '@bindery/model'
import type { CheckOutcome } from './check-list.ts'
import type { Probe } from './find-probe.ts'
import { proveConnection } from './prove-connection.ts'

/** One read, told as what it says of the credential and as what it says of reading. */
export interface ProvedParts {
  /** All that was asked for, a token and a read without any credential included. */
  readonly ms: number
  readonly credential: CheckOutcome<true>
  /** Undefined where the credential failed. */
  readonly read: CheckOutcome<true> | undefined
  readonly readMs: number
}

interface Sent {
  readonly ms: number
  readonly error: unknown
}

const credentialHint = 'Give another credential, or name a read that needs it with testEndpoint.'
const readHint = 'Name a read that works with testEndpoint.'

/** Proves a connection and keeps apart what fails. Never throws for what the provider does. */
export async function proveParts(
  target: ConnectionTarget,
  probe: Probe,
  signal: AbortSignal,
): Promise<ProvedParts> {
  const sent: Sent[] = []
  const began = performance.now()
  const outcome = await proveConnection(target, watched(probe, sent), signal)
  const ms = Math.round(performance.now() - began)
  const [first] = sent
  const isRefused = statusOf(first?.error) === 401 || statusOf(first?.error) === 403
  if (outcome.result === 'failed' && (first?.error === undefined || isRefused)) {
    return { ms, credential: { ...outcome, hint: credentialHint }, read: undefined, readMs: 0 }
  }
  const credential =
    outcome.result === 'failed'
      ? ({ result: 'unproven', value: true, detail: 'No read was answered that could prove it.' } as const)
      : outcome
  const read = { ...readOf(outcome, first, probe), hint: readHint }
  return { ms, credential: { ...credential, hint: credentialHint }, read, readMs: first?.ms ?? 0 }
}

function watched(probe: Probe, sent: Sent[]): Probe {
  return {
    ...probe,
    send: async (connection, signal) => {
      const began = performance.now()
      const told = (error: unknown): void => {
        sent.push({ ms: Math.round(performance.now() - began), error })
      }
      try {
        await probe.send(connection, signal)
        told(undefined)
      } catch (error) {
        told(error)
        throw error
      }
    },
  }
}

function readOf(outcome: CheckOutcome<true>, first: Sent | undefined, { what }: Probe): CheckOutcome<true> {
  if (first === undefined) return { result: 'unproven', value: true, detail: 'Nothing was read.' }
  if (first.error === undefined) {
    return { result: 'passed', value: true, detail: `The provider answered ${what}.`, seen: what }
  }
  if (outcome.result === 'failed') return outcome
  const status = statusOf(first.error)
  const detail =
    status === undefined ? `${what} was not answered as a read is.` : `${what} gave status ${status}.`
  return {
    result: 'unproven',
    value: true,
    detail,
    ...(status === undefined ? {} : { seen: String(status) }),
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof PlatformError ? error.details.upstreamStatus : undefined
