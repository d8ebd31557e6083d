import {
  type FieldName,
  findField,
  isWrite,
  objectsIn,
  type OutputLineage,
  type SkillLineage,
  type TargetLineage,
} from '@bindery/model'
import { impliedColumns } from '../resolution/implied-columns.ts'
import { readFields } from '../resolution/read-fields.ts'
import type { ResolvedAssignment, ResolvedBinding, ResolvedOutput } from '../resolution/resolved-binding.ts'
import { rowNames } from '../resolution/sql-binding.ts'
import type { FieldOf } from '../resolution/step-into.ts'

/** Where each output of a binding comes from and where each value goes to, in the order of the binding. */
export function toLineage(resolved: ResolvedBinding): SkillLineage {
  const named = new Set(rowNames(resolved))
  return {
    outputs: resolved.outputs.flatMap((output) => linesOf(output, '', resolved)),
    targets: resolved.assignments.flatMap((assignment) => targetOf(assignment, { resolved, named })),
    reads: distinct([...impliedColumns(resolved), ...readFields(resolved)]),
  }
}

interface Naming {
  readonly resolved: ResolvedBinding
  readonly named: ReadonlySet<ResolvedAssignment>
}

function targetOf(assignment: ResolvedAssignment, { resolved, named }: Naming): readonly TargetLineage[] {
  const { resolution, condition } = assignment
  if (resolution.status !== 'found') return []
  const { path, fields } = resolution.target
  const isCompared = condition !== undefined || named.has(assignment) || !isWrite(resolved.operation.effect)
  const how = isCompared ? 'compares' : 'fills'
  const inRows = (assignment.each?.row?.assignments ?? []).flatMap((inside) =>
    inside.resolution.status === 'found' ? inside.resolution.target.fields : [],
  )
  return [{ target: path, how, fields: distinct([...fields, ...inRows]) }]
}

function linesOf(
  output: ResolvedOutput,
  prefix: string,
  resolved: ResolvedBinding,
): readonly OutputLineage[] {
  const name = `${prefix}${output.leaf}`
  const path = output.resolution.status === 'found' ? output.resolution.fields : []
  if (output.kind === 'rows') {
    const inner = output.fields.flatMap((field) => linesOf(field, `${name}.`, resolved))
    return [toLine(name, path, []), ...inner]
  }
  const check = output.transform?.check
  if (check?.status !== 'typed') return [toLine(name, path, [])]
  const { references, wholes } = check.typing
  const read = references.flatMap(({ object, field }) => {
    const type = resolved.view.index.object(object)
    const found = type === undefined ? undefined : findField(type, field)
    return found === undefined ? [] : [{ object, field: found }]
  })
  return [toLine(name, [...path, ...read], wholes)]
}

function toLine(output: string, fields: readonly FieldOf[], wholes: readonly string[]): OutputLineage {
  const leadsOn = ({ field }: FieldOf): boolean => objectsIn(field.type).length > 0
  const through = distinct(fields.filter(leadsOn))
  return {
    output,
    fields: distinct(fields.filter((each) => !leadsOn(each))),
    ...(through.length === 0 ? {} : { through }),
    ...(wholes.length === 0 ? {} : { wholes: [...new Set(wholes)].sort() }),
  }
}

function distinct(fields: readonly FieldOf[]): readonly FieldName[] {
  const names = fields.map(({ object, field }) => ({ object, field: field.name }))
  return [...new Map(names.map((name) => [JSON.stringify([name.object, name.field]), name])).values()]
}
