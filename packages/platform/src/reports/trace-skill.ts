import {
  formatFieldPath,
  type FieldName,
  namedOutputs,
  type Output,
  partsOf,
  type Skill,
  type SkillPart,
} from '@bindery/model'
import { sourceParameters } from '@bindery/model/syntax'

export interface OutputOrigin {
  /** Of a skill of several steps: the one that it is of. */
  readonly step: string | null
  /** `leaf`, or `rows.leaf` inside rows. */
  readonly output: string
  /** Way to the value in the answer of the operation, or, inside rows, in one row. */
  readonly path: string
  readonly transform: string | null
  readonly sensitivity: string | null
  readonly fields: readonly FieldName[]
  readonly through: readonly FieldName[]
  readonly wholes: readonly string[]
}

export interface InputDestination {
  /** As of an output. */
  readonly step: string | null
  readonly argument: string
  readonly parameter: string | null
  readonly transform: string | null
  /** Null in skills that were compiled before lineage was kept. */
  readonly how: 'compares' | 'fills' | null
  readonly fields: readonly FieldName[]
}

export interface SkillTrace {
  readonly outputs: readonly OutputOrigin[]
  readonly inputs: readonly InputDestination[]
  readonly reads: readonly FieldName[]
  /** False in skills that were compiled before lineage was kept: then the fields are not known. */
  readonly isTraced: boolean
}

/** Where each output of a skill comes from and where each of its values goes, by its frozen bytes. */
export function traceSkill(skill: Skill): SkillTrace {
  const traces = partsOf(skill).map(tracePart)
  return {
    outputs: traces.flatMap(({ outputs }) => outputs),
    inputs: traces.flatMap(({ inputs }) => inputs),
    reads: traces.flatMap(({ reads }) => reads),
    isTraced: traces.every(({ isTraced }) => isTraced),
  }
}

function tracePart({ step: name, skill, outputNames, parameterName }: SkillPart): SkillTrace {
  const { lineage } = skill
  const step = name ?? null
  const lines = new Map((lineage?.outputs ?? []).map((line) => [line.output, line]))
  const originOf = (own: string, output: string, shown: Shown): OutputOrigin => {
    const line = lines.get(own)
    return {
      step,
      output,
      ...shown,
      fields: line?.fields ?? [],
      through: line?.through ?? [],
      wholes: line?.wholes ?? [],
    }
  }
  return {
    outputs: namedOutputs(skill.outputs).flatMap(({ name, output }) =>
      outputNames(name).map((shown) => originOf(name, shown, toShown(output))),
    ),
    inputs: skill.assignments.flatMap(({ target, source }, index) => {
      const names = sourceParameters(source)
      const place = {
        step,
        argument: target.join('.'),
        transform: source.from === 'parameter' ? (source.transform ?? null) : null,
        how: lineage?.targets[index]?.how ?? null,
        fields: lineage?.targets[index]?.fields ?? [],
      }
      return (names.length === 0 ? [null] : names.map(parameterName)).map((parameter) => ({
        ...place,
        parameter,
      }))
    }),
    reads: lineage?.reads ?? [],
    isTraced: lineage !== undefined,
  }
}

type Shown = Pick<OutputOrigin, 'path' | 'transform' | 'sensitivity'>

function toShown(output: Output): Shown {
  const path = formatFieldPath(output.path)
  if (output.kind === 'rows') return { path, transform: null, sensitivity: null }
  return { path, transform: output.transform ?? null, sensitivity: output.sensitivity }
}
