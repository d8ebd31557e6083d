import type { Issue } from '@bindery/model'
import { proposeParameter } from '../resolution/propose-parameter.ts'
import type { Gap } from '../resolution/required-targets.ts'
import { removing, setting } from './fixes.ts'
import type { RuleContext } from './rule.ts'

/** The issue of a required place that is left open, with the entry that would fill it. */
export function describeGap(
  code: 'argument_required' | 'input_required_unbound',
  { target, optional }: Gap,
  { operation }: RuleContext,
): Issue {
  const name = target.path.join('.')
  const what = code === 'argument_required' ? 'argument' : 'input field'
  if (optional !== undefined) {
    const fixes =
      optional.input === undefined
        ? {}
        : { fixes: [removing('Require it', [...optional.origin, 'required'])] }
    const message = `"${operation.name}" needs the ${what} "${name}", but its parameter is optional and has no default.`
    return { code, severity: 'error', path: optional.origin, message, ...fixes }
  }
  const param = proposeParameter(target.path.at(-1) ?? name)
  const [list, entry] =
    code === 'argument_required'
      ? ['inputs' as const, { param, argument: name }]
      : ['inputObjectMap' as const, { field: name, param }]
  return {
    code,
    severity: 'error',
    path: [list],
    message: `"${operation.name}" needs the ${what} "${name}". Bind a parameter or a constant to it.`,
    fixes: [setting(`Ask the agent for "${param}"`, [list, '-'], entry)],
  }
}
