import { compile, type CompileInput, compileSteps, stepsToLoad } from '@bindery/compiler'
import {
  type AnyBinding,
  type Binding,
  failure,
  isStepsBinding,
  type Issue,
  type OperationSkill,
  type Result,
  type Skill,
  type StepsBinding,
} from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { findIntegration, type IntegrationRow, type Transaction } from '@bindery/store'
import { loadSlice } from '../catalog/load-slice.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'
import { openStatistics, statisticsOf } from '../catalog/stored-statistics.ts'

export interface Compiled {
  readonly skill: Skill
  readonly warnings: readonly Issue[]
}

/** Compiles against the current catalog of an integration. Throws `schema_not_discovered`; findings are the result. */
export async function compileBinding(
  transaction: Transaction,
  integration: IntegrationRow,
  binding: Binding,
): Promise<Result<CompiledOperation, readonly Issue[]>> {
  return compile(await loadCompileInput(transaction, integration, { binding }))
}

interface CompiledOperation extends Compiled {
  readonly skill: OperationSkill
}

/** What compiling a binding of either form depends on, read in one transaction: it is compiled outside of any. */
export type CompileTask =
  | { readonly kind: 'operation'; readonly input: CompileInput }
  | { readonly kind: 'steps'; readonly binding: StepsBinding; readonly inputs: readonly CompileInput[] }
  | { readonly kind: 'impossible'; readonly issues: readonly Issue[] }

/** Throws `schema_not_discovered`. */
export async function loadCompileTask(
  transaction: Transaction,
  integration: IntegrationRow,
  binding: AnyBinding,
): Promise<CompileTask> {
  if (isStepsBinding(binding)) return loadStepsTask(transaction, binding)
  return { kind: 'operation', input: await loadCompileInput(transaction, integration, { binding }) }
}

export function compileTask(task: CompileTask): Result<Compiled, readonly Issue[]> {
  switch (task.kind) {
    case 'operation':
      return compile(task.input)
    case 'steps':
      return compileSteps(task.binding, task.inputs)
    case 'impossible':
      return failure(task.issues)
  }
}

/**
 * The same of a binding of either form: `integration` is that of a binding of one operation, and the first of one of several
 * steps, which name theirs themselves.
 */
export function compileAuthored(
  transaction: Transaction,
  integration: IntegrationRow,
  binding: AnyBinding,
): Promise<Result<Compiled, readonly Issue[]>> {
  return isStepsBinding(binding)
    ? compileStepsBinding(transaction, binding)
    : compileBinding(transaction, integration, binding)
}

/** Compiles several steps, each against the current catalog of its own integration. Throws `schema_not_discovered`. */
export async function compileStepsBinding(
  transaction: Transaction,
  binding: StepsBinding,
): Promise<Result<Compiled, readonly Issue[]>> {
  return compileTask(await loadStepsTask(transaction, binding))
}

async function loadStepsTask(transaction: Transaction, binding: StepsBinding): Promise<CompileTask> {
  const inputs: CompileInput[] = []
  const unknown: Issue[] = []
  for (const [at, step] of stepsToLoad(binding).entries()) {
    const integration = await findIntegration(transaction, step.integration)
    if (integration === undefined) unknown.push(unknownIntegration(step.integration, at))
    else inputs.push(await loadCompileInput(transaction, integration, step))
  }
  return unknown.length > 0 ? { kind: 'impossible', issues: unknown } : { kind: 'steps', binding, inputs }
}

const unknownIntegration = (kind: string, at: number): Issue => ({
  code: 'integration_unknown',
  severity: 'error',
  path: ['steps', at, 'integration'],
  message: `There is no integration "${kind}": the list of integrations has those that there are.`,
})

export interface CompileQuestion {
  readonly binding: Binding
  /** As of a slice; `paths` when absent. */
  readonly reach?: 'paths' | 'whole_answer'
}

/** Everything that compiling a binding depends on, read in one transaction. Throws `schema_not_discovered`. */
export async function loadCompileInput(
  transaction: Transaction,
  integration: IntegrationRow,
  { binding, reach = 'paths' }: CompileQuestion,
): Promise<CompileInput> {
  const catalog = await requireCatalog(transaction, integration)
  const slice = await loadSlice(transaction, catalog, { binding, integration, reach })
  const estimates = await openStatistics(transaction, catalog.row)
  return {
    binding,
    catalog: slice,
    lowering: await loadAdapter(integration.type),
    integration: integration.kind,
    scoping: { blockedObjects: integration.blockedObjects, blockedFields: integration.blockedFields },
    catalogHash: catalog.row.hash,
    ...(estimates === undefined ? {} : { statistics: statisticsOf(estimates, slice.objects) }),
  }
}
