import { type Issue, PlatformError } from '@bindery/model'
import { findIntegration, type IntegrationRow, type Transaction } from '@bindery/store'
import { requireConnection } from '../skills/author-place.ts'
import { toPlace } from '../skills/any-bindings.ts'
import { compileAuthored } from '../skills/compile-binding.ts'
import type { AnyBindingResource } from './resource.ts'

/** The binding of a resource, with where it belongs. */
export function placeOfResource(agentId: string, resource: AnyBindingResource) {
  const { apiVersion: _version, kind: _kind, agent: _agent, moved: _moved, ...content } = resource
  return toPlace(agentId, content)
}

/** What stands against writing a binding, and what is to be known of it: providers first, else all that the compiler says. */
export async function checkBinding(
  transaction: Transaction,
  resource: AnyBindingResource,
): Promise<readonly Issue[]> {
  const { binding } = placeOfResource('', resource)
  const issues: Issue[] = []
  let first: IntegrationRow | undefined
  for (const { kind, path } of callsOf(resource)) {
    const integration = await findIntegration(transaction, kind)
    first ??= integration
    issues.push(...(await checkProvider(transaction, { integration, kind, path })))
  }
  if (issues.length > 0 || first === undefined) return issues
  const integration = first
  return orIssue([], async () => {
    const compiled = await compileAuthored(transaction, integration, binding)
    return compiled.ok ? compiled.value.warnings : compiled.failure
  })
}

interface Called {
  readonly kind: string
  readonly path: Issue['path']
}

const callsOf = (resource: AnyBindingResource): readonly Called[] =>
  'steps' in resource
    ? resource.steps.map(({ integration }, at) => ({ kind: integration, path: ['steps', at, 'integration'] }))
    : [{ kind: resource.integration, path: ['integration'] }]

async function checkProvider(
  transaction: Transaction,
  { integration, kind, path }: Called & { readonly integration: IntegrationRow | undefined },
): Promise<readonly Issue[]> {
  if (integration === undefined) {
    const message = `There is no provider "${kind}": register, connect and discover it first.`
    return [{ code: 'integration_unknown', severity: 'error', path, message }]
  }
  return orIssue(path, async () => {
    await requireConnection(transaction, integration)
    return []
  })
}

/** What is refused, as a finding. */
async function orIssue(
  path: Issue['path'],
  work: () => Promise<readonly Issue[]>,
): Promise<readonly Issue[]> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    return [{ code: error.code, severity: 'error', path, message: error.message }]
  }
}
