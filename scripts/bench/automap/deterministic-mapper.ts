import { mapGoal } from '../../../packages/mapper/src/index.ts'
import { compileFor } from './compile-for.ts'
import { type GoalMapper, noUsage, openOf } from './goal-mapper.ts'

/** The mapper that asks no language model. */
export const deterministicMapper: GoalMapper = {
  costs: 'nothing',
  async map(request, catalog) {
    const mapped = mapGoal(request, catalog, await compileFor(catalog))
    if (mapped.status === 'abstained')
      return { status: 'abstained', mode: 'deterministic', reasons: mapped.reasons, usage: noUsage }
    const { mode, operation, binding, issues, confidence, strength } = mapped
    const compiles = issues.length === 0
    const open = openOf(mapped)
    return {
      status: 'mapped',
      mode,
      operation,
      binding,
      compiles,
      confidence,
      strength,
      open,
      usage: noUsage,
    }
  },
}
