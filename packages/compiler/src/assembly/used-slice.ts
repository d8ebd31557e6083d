import { everyOutput, fingerprint, objectsIn, type Typed } from '@bindery/model'
import { impliedColumns, joinsAmong } from '../resolution/implied-columns.ts'
import { leadsFar } from '../resolution/leads-far.ts'
import type { ResolvedBinding } from '../resolution/resolved-binding.ts'
import { findSqlBinding } from '../resolution/sql-binding.ts'
import type { FieldOf } from '../resolution/step-into.ts'
import { readFields } from '../resolution/read-fields.ts'
import { withheldIn } from '../resolution/withheld-members.ts'

/** The part of a catalog that a binding depends on. */
export interface UsedSlice {
  /** Every object, and every field as `Object.field`, sorted. */
  readonly uses: { readonly objects: readonly string[]; readonly fields: readonly string[] }
  /** Fingerprint of the facts that decide what is sent and what is read; descriptions are no such facts. */
  readonly hash: string
}

export function toUsedSlice(given: ResolvedBinding): UsedSlice {
  const resolved = withRows(given)
  const fields = usedFields(resolved)
  const types = usedTypes(resolved)
  const objects = new Set([
    ...fields.map(({ object }) => object),
    ...types.flatMap(({ type }) => objectsIn(type)),
  ])
  for (const name of wholesOf(resolved)) objects.add(name)
  // An operation about a blocked object cannot be bound, so it cannot run either.
  if (resolved.operation.object !== undefined) objects.add(resolved.operation.object)
  // What a field shows is used with it, so that blocking the one stops the use of the other.
  const names = fields.flatMap(({ object, field }) => [
    `${object}.${field.name}`,
    ...(field.shows ?? []).map((origin) => `${origin.object}.${origin.field}`),
  ])
  return {
    uses: { objects: [...objects].sort(), fields: [...new Set(names)].sort() },
    hash: fingerprint({
      operation: operationFacts(resolved),
      required: requiredFacts(resolved, objects),
      fields: Object.fromEntries(
        fields.map((entry) => [`${entry.object}.${entry.field.name}`, fieldFacts(entry)]),
      ),
      types: types.map(({ type, nullable }) => ({ type, nullable })),
      ...withheldFacts(resolved),
      ...joinFacts(fields, resolved),
    }),
  }
}

/** How tables are joined beyond the first step, which the call of the operation does not say. Absent where nothing leads far. */
function joinFacts(fields: readonly FieldOf[], resolved: ResolvedBinding) {
  if (findSqlBinding(resolved) === undefined || !leadsFar(resolved)) return {}
  const joins = joinsAmong(fields, resolved).map(({ name, from, to }) => ({ name, from, to }))
  return { joins: [...new Map(joins.map((join) => [join.name, join])).values()] }
}

/** With what rows of parameters are made of, which fills places as all else does. */
function withRows(resolved: ResolvedBinding): ResolvedBinding {
  const assignments = resolved.assignments.flatMap((assignment) => [
    assignment,
    ...(assignment.each?.row?.assignments ?? []),
  ])
  return { ...resolved, assignments }
}

/** What may not be given of whole objects; absent where there is nothing of the kind, as in slices of before. */
function withheldFacts(resolved: ResolvedBinding) {
  const withheld = resolved.assignments.flatMap(({ resolution, source, each }) =>
    resolution.status === 'found' && source.from === 'parameter' && each === undefined
      ? withheldIn(resolution.target.type, resolved)
      : [],
  )
  return withheld.length === 0 ? {} : { withheld }
}

function usedFields(resolved: ResolvedBinding): readonly FieldOf[] {
  const { assignments, outputs, view } = resolved
  const targets = assignments.flatMap(({ resolution }) =>
    resolution.status === 'found' ? resolution.target.fields : [],
  )
  const paths = everyOutput(outputs).flatMap(({ resolution }) =>
    resolution.status === 'found' ? resolution.fields : [],
  )
  const references = typingsOf({ assignments, outputs }).flatMap((typing) => typing.references)
  const read = references.flatMap(({ object, field }) => {
    const found = view.index.object(object)?.fields.find((candidate) => candidate.name === field)
    return found === undefined ? [] : [{ object, field: found }]
  })
  return [...targets, ...paths, ...read, ...impliedColumns(resolved), ...readFields(resolved)]
}

function usedTypes({ assignments, outputs }: ResolvedBinding): readonly Typed[] {
  const targets = assignments.flatMap(({ resolution }) =>
    resolution.status === 'found' ? [resolution.target] : [],
  )
  const ends = everyOutput(outputs).flatMap(({ resolution }) =>
    resolution.status === 'found' ? [resolution.value] : [],
  )
  return [...targets, ...ends]
}

function wholesOf(resolved: Pick<ResolvedBinding, 'assignments' | 'outputs'>): readonly string[] {
  return typingsOf(resolved).flatMap((typing) => typing.wholes)
}

function typingsOf({ assignments, outputs }: Pick<ResolvedBinding, 'assignments' | 'outputs'>) {
  const checks = [...assignments, ...everyOutput(outputs)].map((entry) =>
    'transform' in entry ? entry.transform?.check : undefined,
  )
  return checks.flatMap((check) => (check?.status === 'typed' ? [check.typing] : []))
}

function operationFacts({ operation, assignments }: ResolvedBinding) {
  const { name, effect, object, inputArgument, call, availability, pagination, security, rateLimit } =
    operation
  const bound = new Set(
    assignments.flatMap(({ resolution }) =>
      resolution.status === 'found' && resolution.target.steps === undefined
        ? [resolution.target.argument.name]
        : [],
    ),
  )
  const used = operation.arguments.filter((argument) => argument.required || bound.has(argument.name))
  return {
    name,
    effect,
    object,
    inputArgument,
    call,
    status: availability.status,
    pagination,
    security,
    rateLimit,
    arguments: used.map(
      ({
        description: _description,
        provenance: _provenance,
        example: _example,
        deprecated: _deprecated,
        shows: _shows,
        ...facts
      }) => facts,
    ),
  }
}

/** A field that becomes required breaks a write that does not fill it. */
function requiredFacts({ view, assignments }: ResolvedBinding, objects: ReadonlySet<string>) {
  const written = new Set(
    assignments.flatMap(({ resolution }) =>
      resolution.status === 'found' && resolution.target.steps === undefined
        ? [
            ...objectsIn(resolution.target.argument.type),
            // Fields of a body only: which columns an insert must fill is said by its arguments.
            ...(resolution.target.path.length > 1 ? resolution.target.fields : []).map(
              ({ object }) => object,
            ),
          ]
        : [],
    ),
  )
  const names = [...written]
    .filter((name) => objects.has(name) || view.index.object(name) !== undefined)
    .sort()
  return names.map((name) => {
    const fields = view.index.object(name)?.fields ?? []
    return { name, fields: fields.filter((field) => field.required).map((field) => field.name) }
  })
}

function fieldFacts({ field }: FieldOf) {
  const { type, nullable, required, access, sensitivity, isErrorChannel, constraints } = field
  return {
    type,
    nullable,
    required,
    access,
    sensitivity,
    isErrorChannel,
    constraints,
    default: field.default,
    arguments: argumentFacts(field),
  }
}

/** The arguments of a field that decide how it is asked for. */
function argumentFacts({ arguments: given }: FieldOf['field']) {
  const deciding = (given ?? []).filter(({ required, role }) => required || role !== undefined)
  return deciding.length === 0
    ? undefined
    : deciding.map(({ name, type, required }) => ({ name, type, required }))
}
