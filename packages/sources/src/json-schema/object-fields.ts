import { type Field, isJsonArray, isJsonObject, type ObjectType, type Typed } from '@bindery/model'
import type { Draft } from './draft.ts'
import { anyType } from './lift-plain.ts'
import type { LiftContext, Lifted, ObjectPlan, Part } from './lifted.ts'
import { childPlace, knownChild, type Place } from './place.ts'
import { checkName, readText } from './read-text.ts'

/** Reads the fields of a planned object. `spend` says whether the catalog may still grow by so much. */
export function buildObject(
  context: LiftContext,
  plan: ObjectPlan,
  spend: (weight: number) => boolean,
): Omit<ObjectType, 'origin'> {
  const fields = new Map<string, Field>()
  const required = requiredNames(plan.parts)
  let additional: Typed | undefined
  for (const part of plan.parts) {
    addFields({ context, part, required, fields, isOwn: part.place.node === plan.node, spend })
    additional = readAdditional(context, part) ?? additional
  }
  const object: Draft<Omit<ObjectType, 'origin'>> = {
    name: plan.name,
    fields: [...fields.values()],
    key: [],
    indexes: [],
    provenance: plan.place.pointer,
  }
  addTexts(context, plan, object)
  if (additional !== undefined) object.additional = additional
  return object
}

function requiredNames(parts: readonly Part[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const part of parts) {
    const listed = part.place.node['required']
    if (!isJsonArray(listed)) continue
    for (const name of listed) if (typeof name === 'string') names.add(name)
  }
  return names
}

interface Adding {
  readonly context: LiftContext
  readonly part: Part
  readonly required: ReadonlySet<string>
  readonly fields: Map<string, Field>
  readonly isOwn: boolean
  readonly spend: (weight: number) => boolean
}

function addFields(adding: Adding): void {
  const { context, part, fields } = adding
  const properties = part.place.node['properties']
  if (!isJsonObject(properties)) return
  const list = knownChild(part.place, 'properties', properties)
  for (const name of Object.keys(properties)) {
    const place = knownChild(list, name, properties[name] ?? null)
    const lifted = context.lift(place, `${part.name}.${name}`)
    if (!adding.spend(lifted.weight)) return
    const field = toField(adding, { name, lifted, place })
    const earlier = fields.get(field.name)
    fields.set(field.name, earlier === undefined ? field : mergeFields(context, earlier, { field, place }))
  }
}

function toField(
  adding: Adding,
  found: { readonly name: string; readonly lifted: Lifted; readonly place: Place },
): Field {
  const { name, lifted, place } = found
  checkName(name, place, adding.context.log)
  const field: Draft<Field> = {
    name: name.isWellFormed() ? name : name.toWellFormed(),
    type: lifted.type,
    nullable: lifted.nullable,
    required: adding.required.has(name),
    access: lifted.access ?? 'read_write',
    sensitivity: 'none',
  }
  if (lifted.description !== undefined) field.description = lifted.description
  if (lifted.default !== undefined) field.default = lifted.default
  if (lifted.example !== undefined) field.example = lifted.example
  if (lifted.constraints !== undefined) field.constraints = lifted.constraints
  if (lifted.deprecated !== undefined) field.deprecated = lifted.deprecated
  if (!adding.isOwn) field.provenance = place.pointer
  return field
}

/** Two members of an `allOf` name the same field: the later one refines the earlier one unless they exclude each other. */
function mergeFields(
  context: LiftContext,
  earlier: Field,
  later: { readonly field: Field; readonly place: Place },
): Field {
  const { field, place } = later
  const isOpen = field.type.kind === 'scalar' && field.type.scalar === 'any'
  if (!isOpen && !isCompatible(earlier, field)) {
    context.log.report({
      code: 'all_of_conflict',
      severity: 'info',
      message: 'Two members of "allOf" give one field different types; the later one is kept.',
      pointer: place.pointer,
    })
  }
  return { ...earlier, ...field, type: isOpen ? earlier.type : field.type }
}

function isCompatible(a: Field, b: Field): boolean {
  if (a.type.kind === 'scalar' && a.type.scalar === 'any') return true
  if (a.type.kind === b.type.kind)
    return a.type.kind !== 'scalar' || b.type.kind !== 'scalar' || a.type.scalar === b.type.scalar
  return (
    a.type.kind === 'union' ||
    (a.type.kind === 'scalar' && b.type.kind === 'enum' && a.type.scalar === b.type.scalar)
  )
}

function readAdditional(context: LiftContext, part: Part): Typed | undefined {
  const { node } = part.place
  if (node['additionalProperties'] === true) return { type: anyType, nullable: true }
  if (isJsonObject(node['additionalProperties'])) {
    const values = context.lift(childPlace(part.place, 'additionalProperties'), `${part.name}.value`)
    return { type: values.type, nullable: values.nullable }
  }
  return isJsonObject(node['patternProperties']) ? { type: anyType, nullable: true } : undefined
}

function addTexts(context: LiftContext, plan: ObjectPlan, object: Draft<Omit<ObjectType, 'origin'>>): void {
  if (!isJsonObject(plan.node)) return
  const description = readText(plan.node['description'], plan.place, context.log)
  const label = readText(plan.node['title'], plan.place, context.log)
  if (description !== undefined) object.description = description
  if (label !== undefined && label !== plan.name) object.label = label
}
