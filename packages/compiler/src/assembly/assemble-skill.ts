import { type Output, type SensitivityClass, type Skill, stricter } from '@bindery/model'
import type { CompileInput } from '../compile-input.ts'
import type { ResolvedBinding } from '../resolution/resolved-binding.ts'
import { toCheckedBinding } from './checked-parts.ts'
import { toFunctionName } from './function-name.ts'
import { toLineage } from './lineage.ts'
import { outputSchema } from './output-schema.ts'
import { parametersSchema } from './parameters-schema.ts'
import { toPolicy } from './policy.ts'
import { toUsedSlice } from './used-slice.ts'

/** The skill of a binding in which every rule held: the same bytes for the same input on any machine. */
export function assembleSkill(resolved: ResolvedBinding, input: CompileInput): Skill {
  const { binding, operation } = resolved
  const checked = toCheckedBinding(resolved)
  const sensitivity = checked.outputs.map(sensitivityOf).reduce(stricter, 'none')
  const slice = toUsedSlice(resolved)
  return {
    formatVersion: 1,
    source: input.catalog.source,
    integration: input.integration,
    operation: operation.name,
    effect: operation.effect,
    toolName: binding.toolName,
    functionName: toFunctionName(binding.toolName),
    description: binding.description ?? operation.description ?? operation.title ?? binding.toolName,
    parameters: checked.parameters,
    assignments: checked.assignments,
    outputs: checked.outputs,
    plan: input.lowering.lower(operation, checked),
    parametersSchema: parametersSchema(checked.parameters),
    outputSchema: outputSchema(checked.outputs),
    policy: toPolicy(binding, operation, sensitivity),
    messages: binding.messages ?? {},
    egress: checked.assignments.flatMap(({ source, target }) =>
      source.from === 'parameter' ? [{ parameter: source.name, argument: target.join('.') }] : [],
    ),
    uses: slice.uses,
    lineage: toLineage(resolved),
    sensitivity,
    catalogHash: input.catalogHash,
    sliceHash: slice.hash,
  }
}

function sensitivityOf(output: Output): SensitivityClass {
  if (output.kind === 'value') return output.sensitivity
  return output.fields.map((field) => field.sensitivity).reduce(stricter, 'none')
}
