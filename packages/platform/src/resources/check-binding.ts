import { type Issue, PlatformError } from '@bindery/model'
import { findIntegration, type IntegrationRow, type Transaction } from '@bindery/store'
import { requireConnection } from '../skills/author-place.ts'
import { toPlace } from '../skills/any-bindings.ts'
import { type CompileTask, compileTask, loadCompileTask } from '../skills/compile-binding.ts'
import type { AnyBindingResource } from './resource.ts'

/** The binding of a resource, with where it belongs. */
export function placeOfResource(agentId: string, resource: AnyBindingResource) {
  const { apiVersion: _version, kind: _kind, agent: _agent, moved: _moved, ...content } = resource
  return toPlace(agentId, content)
}

/** What stands against writing a binding, or what has to be compiled to know that. */
export interface BindingCheck {
  readonly issues: readonly Issue[]
  /** Compiled outside of the transaction that it was read in. */
  readonly task?: CompileTask
}

/** Looks at the providers of a binding, and reads what compiling it takes where nothing is wrong with them. */
export async function loadCheck(
  transaction: Transaction,
  resource: AnyBindingResource,
): Promise<BindingCheck> {
  const { binding } = placeOfResource('', resource)
  const issues: Issue[] = []
  let first: IntegrationRow | undefined
  for (const { kind, path } of callsOf(resource)) {
    const integration = await findIntegration(transaction, kind)
    first ??= integration
    issues.push(...(await checkProvider(transaction, { integration, kind, path })))
  }
  if (issues.length > 0 || first === undefined) return { issues }
  const integration = first
  try {
    return { issues, task: await loadCompileTask(transaction, integration, binding) }
  } catch (error) {
    return { issues: [asIssue(error, [])] }
  }
}

/** What the compiler says. */
export function compileIssues(task: CompileTask): readonly Issue[] {
  const compiled = compileTask(task)
  return compiled.ok ? compiled.value.warnings : compiled.failure
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
  try {
    await requireConnection(transaction, integration)
    return []
  } catch (error) {
    return [asIssue(error, path)]
  }
}

/** What is refused, as a finding. Throws what is no refusal. */
function asIssue(error: unknown, path: Issue['path']): Issue {
  if (!(error instanceof PlatformError)) throw error
  return { code: error.code, severity: 'error', path, message: error.message }
}
