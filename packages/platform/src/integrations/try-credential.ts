import type { Credential } from '@bindery/connection'
import type { Environment } from '@bindery/model'
import type { Needs } from '../kernel/needs.ts'
import { CheckList, type ConnectionCheck } from './check-list.ts'
import { findProbe } from './find-probe.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import { trialTarget } from './open-integration.ts'
import { proveConnection, reachProvider } from './prove-connection.ts'
import { testLogin } from './test-database.ts'

export interface Trial {
  readonly environment: Environment
  readonly credential: Credential
  readonly testEndpoint?: string | undefined
  readonly signal: AbortSignal
}

/** Tries a credential that is not stored: a login for a database, a read for everything else. */
export async function tryCredential(
  services: Needs<'egress' | 'packs' | 'store'>,
  found: IntegrationWithSlots,
  trial: Trial,
): Promise<readonly ConnectionCheck[]> {
  const target = trialTarget(services, found, trial)
  const { dialect } = target
  const { login } = trial.credential
  if (dialect !== undefined && login !== undefined) {
    return (await testLogin({ target, dialect, login, signal: trial.signal })).checks
  }
  const list = new CheckList()
  const probe = await findProbe(services, found, trial.testEndpoint)
  const hasNothingToTry = probe.by === 'nobody' && trial.credential.method === 'none'
  if (hasNothingToTry) await list.step('address', () => reachProvider(target, trial.signal))
  else await list.step('request', () => proveConnection(target, probe, trial.signal))
  return list.result().checks
}
