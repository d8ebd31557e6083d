import {
  type ObjectType,
  type SensitivityClass,
  type OperationSkill,
  stricter,
  valueOutputs,
} from '@bindery/model'
import { saysRows } from '@bindery/model/tables'
import { sourceParameters } from '@bindery/model/syntax'
import type { CompileInput } from '../compile-input.ts'
import type { ResolvedBinding } from '../resolution/resolved-binding.ts'
import { leadsFar } from '../resolution/leads-far.ts'
import { withholdingOf } from '../resolution/withheld-members.ts'
import { toCheckedBinding } from './checked-parts.ts'
import { toFunctionName } from './function-name.ts'
import { toLineage } from './lineage.ts'
import { withMembers } from './object-members.ts'
import { publishedOutputSchema } from './output-schema.ts'
import { parametersSchema } from './parameters-schema.ts'
import { toPolicy } from './policy.ts'
import { describeSkill } from './skill-description.ts'
import { toUsedSlice } from './used-slice.ts'

/** The skill of a binding in which every rule held: the same bytes for the same input on any machine. */
export function assembleSkill(resolved: ResolvedBinding, input: CompileInput): OperationSkill {
  const { binding, operation } = resolved
  const checked = toCheckedBinding(resolved)
  const sensitivity = valueOutputs(checked.outputs)
    .map((output) => output.sensitivity)
    .reduce(stricter, 'none')
  const slice = toUsedSlice(resolved)
  return {
    formatVersion: isOfFormatTwo(resolved) ? 2 : 1,
    source: input.catalog.source,
    integration: input.integration,
    operation: operation.name,
    effect: operation.effect,
    toolName: binding.toolName,
    functionName: toFunctionName(binding.toolName),
    description: describeSkill(resolved, checked.reading),
    parameters: checked.parameters,
    assignments: checked.assignments,
    outputs: checked.outputs,
    ...(checked.reading === undefined ? {} : { reading: checked.reading }),
    plan: input.lowering.lower(operation, checked),
    parametersSchema: withMembers(
      parametersSchema(checked.parameters),
      checked.parameters,
      givableObjects(resolved),
    ),
    outputSchema: publishedOutputSchema({ outputs: checked.outputs, effect: operation.effect }),
    policy: toPolicy(binding, operation, { outputs: sensitivity, conditions: comparedClass(resolved) }),
    messages: binding.messages ?? {},
    egress: checked.assignments.flatMap(({ source, target, condition }) => {
      // What is tested after reading goes nowhere.
      if (condition?.tested !== undefined) return []
      // Columns of rows within rows are told from those of the rows themselves.
      const argument = [...(condition?.rows ?? []), ...target].join('.')
      return sourceParameters(source).map((parameter) => ({ parameter, argument }))
    }),
    uses: slice.uses,
    lineage: toLineage(resolved),
    sensitivity,
    catalogHash: input.catalogHash,
    sliceHash: slice.hash,
  }
}

const isOfFormatTwo = (resolved: ResolvedBinding): boolean =>
  saysRows(resolved.binding) ||
  resolved.binding.inputs.some((input) => input.const !== undefined || input.template !== undefined) ||
  resolved.binding.inputObjectMap.some(({ each }) => each !== undefined) ||
  leadsFar(resolved)

const comparedClass = ({ assignments }: ResolvedBinding): SensitivityClass =>
  assignments
    .flatMap(({ condition, resolution }) =>
      condition !== undefined && resolution.status === 'found' ? [resolution.target.sensitivity] : [],
    )
    .reduce(stricter, 'none')

/** Objects without the members that no caller may give. */
function givableObjects(resolved: ResolvedBinding): (name: string) => ObjectType | undefined {
  return (name) => {
    const object = resolved.view.index.object(name)
    if (object === undefined) return undefined
    return {
      ...object,
      fields: object.fields.filter((field) => withholdingOf(name, field, resolved) === undefined),
    }
  }
}
