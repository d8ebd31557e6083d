import {
  type Assignment,
  canonicalParameters,
  type CheckedBinding,
  type Output,
  type RowsOutput,
  type SkillParameter,
  type ValueOutput,
} from '@bindery/model'
import type {
  ResolvedAssignment,
  ResolvedBinding,
  ResolvedParameter,
  ResolvedRows,
  ResolvedValue,
} from '../resolution/resolved-binding.ts'
import { toReach } from './binding-reach.ts'

/** The checked form of a binding in which every rule held. What is not resolved is left out. */
export function toCheckedBinding(resolved: ResolvedBinding): CheckedBinding {
  return {
    binding: resolved.binding,
    operation: resolved.operation,
    parameters: resolved.parameters.map((parameter) =>
      withOrigin(toParameter(parameter), resolved.binding.contextParams),
    ),
    assignments: resolved.assignments.flatMap(toAssignment),
    outputs: resolved.outputs.flatMap((output): readonly Output[] =>
      output.kind === 'rows' ? toRows(output) : toValue(output),
    ),
    reach: toReach(resolved),
  }
}

function withOrigin(parameter: SkillParameter, context: readonly string[]): SkillParameter {
  return context.includes(parameter.name) ? { ...parameter, origin: 'context' } : parameter
}

/** A parameter is required when the binding says so, or else when a place that it fills is required. */
function toParameter({ name, type, uses, input }: ResolvedParameter): SkillParameter {
  const targets = uses.flatMap(({ resolution }) => (resolution.status === 'found' ? [resolution.target] : []))
  const isNeeded =
    uses.some(namesRows) || targets.some((target) => target.required && target.default === undefined)
  const plain = uses.every((use) => use.transform === undefined) ? targets[0] : undefined
  const canonical = canonicalParameters.find((parameter) => parameter.name === name)
  const described = targets.find((target) => target.description !== undefined)
  const description = input?.description ?? described?.description ?? canonical?.description
  const byDefault = input?.default ?? plain?.default
  const example = input?.example ?? plain?.argument.example
  return {
    name,
    type,
    // Who must give a value cannot give none.
    nullable:
      input?.required !== true && plain?.nullable === true && targets.every((target) => target.nullable),
    required: input?.default === undefined && (input?.required ?? isNeeded),
    ...(description === undefined ? {} : { description }),
    ...(byDefault === undefined ? {} : { default: byDefault }),
    ...(example === undefined || plain?.path.length !== 1 ? {} : { example }),
    ...(input?.example === undefined ? {} : { example: input.example }),
    ...(plain?.constraints === undefined ? {} : { constraints: plain.constraints }),
  }
}

/** The filter of a search and the key of an update: without them the call would have no rows to name. */
function namesRows({ origin, key }: ResolvedAssignment): boolean {
  return key === 'keyColumn' || (origin[0] === 'sqlSearch' && origin[1] === 'filter')
}

function toAssignment({ source, resolution, transform }: ResolvedAssignment): readonly Assignment[] {
  if (resolution.status !== 'found') return []
  const { target } = resolution
  const place = { target: target.path, targetType: target.type, targetNullable: target.nullable }
  switch (source.from) {
    case 'constant':
      return [{ ...place, source }]
    case 'parameter':
      return [
        { ...place, source: transform === undefined ? source : { ...source, transform: transform.text } },
      ]
    case 'both':
    case 'neither':
      return []
  }
}

function toValue({ leaf, view, transform }: ResolvedValue): readonly ValueOutput[] {
  if (view === undefined) return []
  return [
    {
      kind: 'value',
      leaf,
      path: view.path.steps,
      sourceType: view.path.value.type,
      type: view.type,
      nullable: view.nullable,
      ...(transform === undefined ? {} : { transform: transform.text }),
      sensitivity: view.sensitivity,
    },
  ]
}

function toRows({ leaf, resolution, max, fields }: ResolvedRows): readonly RowsOutput[] {
  if (resolution.status !== 'found') return []
  const { steps, value } = resolution
  return [{ kind: 'rows', leaf, path: steps, max, fields: fields.flatMap(toValue), nullable: value.nullable }]
}
