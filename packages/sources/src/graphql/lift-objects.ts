import type { Argument, Field, ObjectType } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import { checkName, readText } from '../json-schema/read-text.ts'
import { connectionOf, isPlainEdge } from './connections.ts'
import { describe, isNeeded, isUpload, liftArgument, type LiftTools } from './lift-inputs.ts'
import { argumentPointer, type FieldPart, pointerOf, type TypePart } from './schema-parts.ts'

/** Fields that carry errors, by the type that has them. */
export type Channels = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Objects, interfaces and input objects. Root types are left out unless something refers to them, and so are edges that
 * only say what `nodes` says.
 */
export function liftObjects(tools: LiftTools, channels: Channels): readonly ObjectType[] {
  const { table } = tools
  const { query, mutation } = table.parts.roots
  const later: TypePart[] = []
  const objects: ObjectType[] = []
  for (const part of table.parts.types.values()) {
    if (!hasFields(part)) continue
    const isRoot = part.name === query || part.name === mutation
    if (isRoot || isPlainEdge(part)) later.push(part)
    else objects.push(liftObject(part, tools, channels))
  }
  for (const part of later) {
    if (table.used.has(part.name) || part.interfaces.length > 0)
      objects.push(liftObject(part, tools, channels))
  }
  return objects
}

const hasFields = ({ kind }: TypePart): boolean =>
  kind === 'OBJECT' || kind === 'INTERFACE' || kind === 'INPUT_OBJECT'

function liftObject(part: TypePart, tools: LiftTools, channels: Channels): ObjectType {
  const { table, log } = tools
  checkName(part.name, part, log)
  const hasTwin = connectionOf(part, table)?.twin !== undefined
  const shown = hasTwin ? part.fields.filter((field) => field.name !== 'edges') : part.fields
  const object: Draft<ObjectType> = {
    name: part.name,
    origin: 'named',
    fields: liftFields(shown, { owner: part, marked: channels.get(part.name) }, tools),
    key: [],
    indexes: [],
    provenance: part.pointer,
  }
  const description = part.description === undefined ? undefined : readText(part.description, part, log)
  if (description !== undefined) object.description = description
  if (part.isOneOf) object.isOneOf = true
  return object
}

interface Owner {
  readonly owner: TypePart
  readonly marked: ReadonlySet<string> | undefined
}

function liftFields(
  parts: readonly FieldPart[],
  { owner, marked }: Owner,
  tools: LiftTools,
): readonly Field[] {
  const fields: Field[] = []
  for (const part of parts) {
    const field = liftField(part, owner, tools)
    if (field === undefined) continue
    if (marked?.has(field.name) === true) field.isErrorChannel = true
    fields.push(field)
  }
  return fields
}

function liftField(part: FieldPart, owner: TypePart, tools: LiftTools): Draft<Field> | undefined {
  const isInput = owner.kind === 'INPUT_OBJECT'
  const typed =
    isInput && isUpload(part) ? undefined : tools.table.use(part.type, isInput ? 'input' : 'output')
  if (typed === undefined) {
    reportField(part, owner, tools)
    return undefined
  }
  const field: Draft<Field> = {
    name: part.name,
    type: typed.type,
    nullable: typed.nullable,
    required: isInput ? isNeeded(part) : true,
    access: isInput ? 'write_only' : 'read_only',
    sensitivity: 'none',
  }
  if (part.pointer !== undefined) field.provenance = part.pointer
  describe(field, part, { pointer: pointerOf(owner.name, part), log: tools.log })
  if (part.arguments.length > 0) field.arguments = liftFieldArguments(part, owner, tools)
  return field
}

const pagingNames = new Set(['first', 'last', 'after', 'before'])

function liftFieldArguments(part: FieldPart, owner: TypePart, tools: LiftTools): readonly Argument[] {
  const { table } = tools
  const lifted = part.arguments.flatMap(
    (argument) => liftArgument(argument, argumentPointer(owner.name, part, argument), tools) ?? [],
  )
  const answer = lifted.some(({ name }) => pagingNames.has(name)) ? table.baseOf(part.type) : undefined
  if (answer === undefined || connectionOf(answer, table) === undefined) return lifted
  return lifted.map((argument) =>
    pagingNames.has(argument.name) ? { ...argument, role: 'pagination' } : argument,
  )
}

function reportField(part: FieldPart, owner: TypePart, { log }: LiftTools): void {
  log.report({
    code: 'type_unknown',
    severity: 'warning',
    message: `The type of "${owner.name}.${part.name}" is not defined or cannot be used there; the field is left out.`,
    pointer: pointerOf(owner.name, part),
  })
}
