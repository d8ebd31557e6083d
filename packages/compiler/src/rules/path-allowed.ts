import { everyOutput } from '@bindery/model'
import { outputPath } from '../resolution/output-path.ts'
import { removing } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'
import type { FieldOf } from '../resolution/step-into.ts'

/** `path_forbidden`: error channels of the provider and fields that can only be written are no outputs. */
export const pathAllowed: Rule = ({ outputs, view, report }) => {
  for (const output of everyOutput(outputs)) {
    const { origin, leaf, resolution } = output
    if (resolution.status !== 'found') continue
    const references = output.kind === 'value' ? referencesOf(output.transform?.check) : []
    const read = [...resolution.fields, ...references.flatMap((reference) => toField(reference, view))]
    const forbidden = read.map(reasonAgainst).find((reason) => reason !== undefined)
    if (forbidden === undefined) continue
    report({
      code: 'path_forbidden',
      severity: 'error',
      path: outputPath(origin),
      message: `The output "${leaf}" cannot read ${forbidden}`,
      fixes: [removing(`Remove the output "${leaf}"`, origin)],
    })
  }
}

type Check = NonNullable<Extract<RuleContext['outputs'][number], { kind: 'value' }>['transform']>['check']

function referencesOf(check: Check | undefined) {
  return check?.status === 'typed' ? check.typing.references : []
}

function toField(
  { object, field }: { readonly object: string; readonly field: string },
  view: RuleContext['view'],
): readonly FieldOf[] {
  const found = view.index.object(object)?.fields.find((candidate) => candidate.name === field)
  return found === undefined ? [] : [{ object, field: found }]
}

function reasonAgainst({ field }: FieldOf): string | undefined {
  if (field.isErrorChannel === true) {
    return `"${field.name}": it carries the provider's errors, which fail the call instead.`
  }
  return field.access === 'write_only' ? `"${field.name}": the provider never sends it.` : undefined
}
