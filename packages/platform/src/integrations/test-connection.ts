import { type ConnectionTarget, parseCredentials, toOrigin } from '@bindery/connection'
import type { Environment, OrganizationId } from '@bindery/model'
import { permitOfSlot } from '../credentials/slot-reach.ts'
import type { Needs } from '../kernel/needs.ts'
import { type CheckedConnection, CheckList, type CheckOutcome } from './check-list.ts'
import { chooseEnvironment } from './choose-environment.ts'
import { checkCredential } from './check-credential.ts'
import { type IntegrationWithSlots, loadIntegration } from '../kernel/find-integration.ts'
import { targetOf, trialTarget } from './open-integration.ts'
import { testDatabase } from './test-database.ts'

export interface TestInput {
  readonly kind: string
  /** The only configured one when absent; of several the one for development. */
  readonly environment?: Environment | undefined
  readonly authType?: string | undefined
  readonly credentials?: unknown
  readonly testEndpoint?: string | undefined
  readonly signal: AbortSignal
}

export interface TestedConnection extends CheckedConnection {
  readonly environment: Environment
}

/** Every step to a database, up to the first one that fails; every outcome is a result, and nothing is stored. */
export async function testConnection(
  services: Needs<'config' | 'egress' | 'packs' | 'runCaches' | 'store'>,
  organizationId: OrganizationId,
  input: TestInput,
): Promise<TestedConnection> {
  const found = await loadIntegration(services, organizationId, input.kind)
  const environment = input.environment ?? chooseEnvironment('test', found.slots)
  const list = new CheckList()
  const target = await list.step('configuration', () => configure(services, found, { ...input, environment }))
  if (target === undefined) return { ...list.result(), environment }
  const { dialect, credential } = target
  if (dialect === undefined || credential.login === undefined) return { ...list.result(), environment }
  const { login } = credential
  const tested = await testDatabase({ target, dialect, login, signal: input.signal })
  return { ok: tested.ok, checks: [...list.result().checks, ...tested.checks], environment }
}

/** The stored connection, or one with the credential that the caller wants to try. */
export async function configure(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  found: IntegrationWithSlots,
  input: TestInput & { readonly environment: Environment },
): Promise<CheckOutcome<ConnectionTarget>> {
  const { integration } = found
  if (input.credentials === undefined) {
    const target = await targetOf(services, found, input.environment)
    checkCredential(services, integration.type, target.credential)
    return {
      result: 'passed',
      value: target,
      detail: 'The environment has an address and a usable credential.',
    }
  }
  const slot = found.slots.find((candidate) => candidate.environment === input.environment)
  const reach = [permitOfSlot(input.kind, toOrigin(slot?.baseUrl ?? ''))] as const
  const credential = parseCredentials(input.authType, input.credentials, reach)
  if (!credential.ok) {
    return { result: 'failed', detail: credential.failure.map((issue) => issue.message).join(' ') }
  }
  checkCredential(services, integration.type, credential.value)
  const value = trialTarget(services, found, { environment: input.environment, credential: credential.value })
  return { result: 'passed', value, detail: `The credential is of type ${credential.value.method}.` }
}
