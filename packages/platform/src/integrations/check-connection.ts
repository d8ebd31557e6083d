import { type ConnectionTarget, toOrigin } from '@bindery/connection'
import { type OrganizationId, PlatformError } from '@bindery/model'
import type { Needs } from '../kernel/needs.ts'
import { type IntegrationWithSlots, loadIntegration } from '../kernel/find-integration.ts'
import { CheckList, type CheckOutcome, toFailure } from './check-list.ts'
import { checkDatabase } from './check-database.ts'
import { chooseEnvironment } from './choose-environment.ts'
import { findProbe } from './find-probe.ts'
import { proveParts } from './prove-parts.ts'
import { reachProvider } from './prove-connection.ts'
import { configure, type TestedConnection, type TestInput } from './test-connection.ts'

type Checking = Needs<'config' | 'egress' | 'packs' | 'runCaches' | 'store'>

/**
 * The same five checks for every kind, in the order in which a connection can fail: `address`, `tls`, `credential`, `read`,
 * `rights`. Stops at the first that fails; every outcome is a result, and nothing is stored. Throws `not_found`.
 */
export async function checkConnection(
  services: Checking,
  organizationId: OrganizationId,
  input: TestInput,
): Promise<TestedConnection> {
  const found = await loadIntegration(services, organizationId, input.kind)
  const environment = input.environment ?? chooseEnvironment('test', found.slots)
  const configured = await configure(services, found, { ...input, environment }).catch(toMisfit)
  if ('check' in configured || configured.result === 'failed') {
    const list = new CheckList()
    list.add('check' in configured ? configured.check : 'credential', 0, configured)
    return { ...list.result(), environment }
  }
  const target = configured.value
  const { dialect, credential } = target
  if (dialect !== undefined && credential.login !== undefined) {
    const { login } = credential
    return { ...(await checkDatabase({ target, dialect, login, signal: input.signal })), environment }
  }
  return { ...(await checkProvider(services, found, { target, input })), environment }
}

/** What cannot be used at all, and which check that is. */
interface Misfit {
  readonly check: 'address' | 'credential'
  readonly result: 'failed'
  readonly detail: string
}

function toMisfit(error: unknown): Misfit {
  const isPlace = error instanceof PlatformError && places.has(error.code)
  return { ...toFailure(error), check: isPlace ? 'address' : 'credential' }
}

const places: ReadonlySet<string> = new Set(['environment_not_configured', 'egress_blocked'])

interface Provider {
  readonly target: ConnectionTarget
  readonly input: TestInput
}

async function checkProvider(
  services: Checking,
  found: IntegrationWithSlots,
  { target, input }: Provider,
): Promise<Pick<TestedConnection, 'ok' | 'checks'>> {
  const list = new CheckList()
  const { signal } = input
  const address = async () => withHint(await reachProvider(target, signal), addressHint)
  if ((await list.step('address', address)) === undefined) return list.result()
  if ((await list.step('tls', () => checkTls(target))) === undefined) return list.result()
  const proof = await findProbe(services, found, input.testEndpoint).then(
    (probe) => proveParts(target, probe, signal),
    (error: unknown) => ({ ms: 0, readMs: 0, credential: toFailure(error), read: undefined }),
  )
  list.add('credential', proof.ms, proof.credential)
  if (proof.read === undefined) return list.result()
  list.add('read', proof.readMs, proof.read)
  if (proof.read.result !== 'failed') await list.step('rights', async () => rightsOf(target, input.kind))
  return list.result()
}

const addressHint = 'Check the base URL, and whether this server can reach the provider.'

const withHint = <Value>(outcome: CheckOutcome<Value>, hint: string): CheckOutcome<Value> => ({
  ...outcome,
  hint,
})

async function checkTls({ baseUrl, egress }: ConnectionTarget): Promise<CheckOutcome<true>> {
  const hint = 'Use an address of https whose certificate names the host.'
  try {
    const greeting = await egress.greet(toOrigin(baseUrl))
    if (greeting === undefined) {
      const detail = 'Nothing is encrypted: the base URL begins with http://.'
      return { result: 'unproven', value: true, detail, hint }
    }
    const seen = `${greeting.protocol}, certificate until ${greeting.validTo}`
    return { result: 'passed', value: true, detail: 'The certificate is good and names the host.', seen }
  } catch (error) {
    return { ...toFailure(error), hint }
  }
}

/** Only a grant says what it opens; of a key nobody knows without trying each call. */
function rightsOf({ credential }: ConnectionTarget, kind: string): CheckOutcome<true> {
  const hint = `The least-privilege report of "${kind}" says what the enabled skills need.`
  const { asked, granted } = credential.scopes ?? { asked: [], granted: undefined }
  if (granted === undefined) {
    return { result: 'unproven', value: true, detail: 'The provider does not say what this opens.', hint }
  }
  const missing = asked.filter((scope) => !granted.includes(scope))
  const seen = granted.join(' ')
  if (missing.length === 0) {
    return { result: 'passed', value: true, detail: 'Every scope that was asked for was granted.', seen }
  }
  const detail = `${missing.length} scopes that were asked for were not granted: ${missing.slice(0, 10).join(' ')}.`
  return { result: 'unproven', value: true, detail, seen, hint }
}
