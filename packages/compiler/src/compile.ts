import { failure, type Issue, type OperationSkill, PlatformError, type Result, success } from '@bindery/model'
import { assembleSkill } from './assembly/assemble-skill.ts'
import { checkBudgets } from './assembly/budgets.ts'
import { deepFreeze } from './assembly/deep-freeze.ts'
import type { CompileInput } from './compile-input.ts'
import { viewCatalog } from './resolution/catalog-view.ts'
import { resolveBinding } from './resolution/resolve-binding.ts'
import type { ResolvedBinding } from './resolution/resolved-binding.ts'
import { rules } from './rules/index.ts'
import { checkOperation } from './rules/operation-known.ts'

export interface Compiled {
  readonly skill: OperationSkill
  /** Findings that do not refuse the binding: warnings and infos. */
  readonly warnings: readonly Issue[]
}

/**
 * Checks a binding against a catalog and freezes it into a skill, or says everything that is wrong with it at once.
 * Never throws on authored input. Deterministic: the same input gives the same bytes.
 */
export function compile(input: CompileInput): Result<Compiled, readonly Issue[]> {
  const view = viewCatalog(input.catalog, input.scoping, input.statistics)
  const unusable = checkOperation(input.binding, view)
  const operation = view.index.operation(input.binding.operation)
  if (unusable.length > 0 || operation === undefined) return failure(deepFreeze(unusable))
  const resolved = resolveBinding(input.binding, operation, view)
  const issues = runRules(resolved)
  if (issues.some(isError)) return failure(deepFreeze(issues))
  const assembled = assemble(resolved, input)
  if (!assembled.ok) return failure(deepFreeze([...issues, assembled.failure]))
  const skill = assembled.value
  const found = [...issues, ...checkBudgets(skill)]
  return found.some(isError)
    ? failure(deepFreeze(found))
    : success(deepFreeze({ skill: unshare(skill), warnings: found }))
}

function runRules(resolved: ResolvedBinding): readonly Issue[] {
  const issues: Issue[] = []
  for (const rule of rules) rule({ ...resolved, report: (issue) => issues.push(issue) })
  return issues
}

/** What only the source kind can tell of a binding is a finding like the others, though a lowering throws it. */
function assemble(resolved: ResolvedBinding, input: CompileInput): Result<OperationSkill, Issue> {
  try {
    return success(assembleSkill(resolved, input))
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'binding_invalid') throw error
    const code = error.details.reason ?? error.code
    return failure({ code, severity: 'error', path: [], message: error.message })
  }
}

const isError = (issue: Issue): boolean => issue.severity === 'error'

/** Parts of the catalog and of the binding are in the skill: they are copied, so that freezing it freezes nothing else. */
function unshare(skill: OperationSkill): OperationSkill {
  return structuredClone(skill)
}
