import {
  aggregatedType,
  aggregateFunctions,
  type Argument,
  conditionOperators,
  describeType,
  effectCertainties,
  effectOrigins,
  effects,
  effectVoices,
  type Field,
  isColumnBlocked,
  isWrite,
  JsonValue,
  type ObjectType,
  objectsIn,
  type Operation,
  operatorsOf,
  type Relationship,
  type ScopeCheck,
  sensitivityClasses,
  type TypeRef,
  wireTypeOf,
} from '@bindery/model'
import { z } from 'zod'
import { JsonObjectData } from '../kernel/shapes.ts'

/** How catalog parts look over HTTP: types as short text, and the facts that a mapper or a form needs beside them. */

const Constraints = z.record(z.string(), z.union([z.number(), z.string()]))

export const ArgumentView = z
  .object({
    name: z.string(),
    place: z.string(),
    type: z.string(),
    jsonType: z.string(),
    references: z.array(z.string()),
    required: z.boolean(),
    nullable: z.boolean(),
    default: JsonValue.optional(),
    example: JsonValue.optional().describe('As the description gives it'),
    description: z.string().optional(),
    allowedValues: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
    format: z.string().optional(),
    constraints: Constraints.optional(),
    sensitivityClass: z.enum(sensitivityClasses),
    role: z.string().optional(),
    operators: z
      .array(z.enum(conditionOperators))
      .optional()
      .describe('Of a column: how a condition may compare it'),
    functions: z
      .array(z.enum(aggregateFunctions))
      .optional()
      .describe('Of a column: what an aggregate makes of it'),
    deprecated: z.string().optional(),
  })
  .meta({ id: 'Argument' })

export const FieldView = z
  .object({
    name: z.string(),
    type: z.string(),
    jsonType: z.string(),
    references: z.array(z.string()),
    required: z.boolean(),
    nullable: z.boolean(),
    default: JsonValue.optional(),
    example: JsonValue.optional().describe('As the description gives it; none of a credential'),
    description: z.string().optional(),
    allowedValues: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
    format: z.string().optional(),
    constraints: Constraints.optional(),
    access: z.enum(['read_write', 'read_only', 'write_only']),
    sensitive: z.boolean(),
    sensitivityClass: z.enum(sensitivityClasses),
    isKey: z.boolean(),
    indexes: z.array(z.string()),
    operators: z.array(z.enum(conditionOperators)).describe('How a condition on rows may compare it'),
    functions: z.array(z.enum(aggregateFunctions)).describe('What an aggregate over rows makes of it'),
    isErrorChannel: z.boolean().optional(),
    arguments: z
      .array(ArgumentView)
      .optional()
      .describe(
        'What the field itself takes (GraphQL): a binding fills it by the way to the field and its name',
      ),
    deprecated: z.string().optional(),
  })
  .meta({ id: 'Field' })

export const EdgeView = z
  .object({
    name: z.string(),
    from: z.object({ object: z.string(), fields: z.array(z.string()) }),
    to: z.object({ object: z.string(), fields: z.array(z.string()) }),
    cardinality: z.enum(['one', 'many']),
    origin: z.enum(['declared', 'inferred']),
  })
  .meta({ id: 'Edge' })

/** Why an operation cannot be bound as it is. */
export const Reason = z.object({
  code: z.string(),
  message: z.string(),
  pointer: z.string(),
  overlay: JsonObjectData.optional(),
})

export const OperationView = z
  .object({
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    isWrite: z.boolean(),
    effect: z.enum(effects),
    effectOrigin: z.enum(effectOrigins),
    effectEvidence: z
      .array(
        z.object({
          by: z.enum(effectVoices),
          says: z.enum(effects),
          because: z.string(),
          certainty: z.enum(effectCertainties).optional(),
        }),
      )
      .describe('What was weighed for the effect, the protocol before names and an operator last'),
    object: z.string().optional(),
    groups: z.array(z.string()),
    arguments: z.array(ArgumentView),
    inputArgument: z.string().optional(),
    returns: z
      .object({ type: z.string(), nullable: z.boolean(), references: z.array(z.string()) })
      .nullable(),
    availability: z.object({
      status: z.enum(['bindable', 'limited', 'quarantined']),
      reasons: z.array(Reason),
    }),
    pagination: JsonObjectData.optional(),
    deprecated: z.string().optional(),
    security: z.array(z.array(z.string())),
    source: z.string(),
  })
  .meta({ id: 'Operation' })

export const ObjectView = z
  .object({
    name: z.string(),
    label: z.string().optional(),
    description: z.string().optional(),
    origin: z.enum(['named', 'inline']),
    fields: z.array(FieldView),
    additional: z.string().optional(),
    edges: z.array(EdgeView),
    operations: z.array(z.string()),
    estimatedRows: z
      .int()
      .optional()
      .describe('Of one object of a database, as its server estimated when it was last discovered'),
    source: z.string(),
  })
  .meta({ id: 'Object' })

type View<Schema extends z.ZodType> = z.input<Schema>

export function toFieldView(field: Field, object: ObjectType): View<typeof FieldView> {
  return {
    ...toTypeView(field.type),
    name: field.name,
    required: field.required,
    nullable: field.nullable,
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.example === undefined || field.sensitivity === 'credential' ? {} : { example: field.example }),
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(field.constraints === undefined ? {} : { constraints: { ...field.constraints } }),
    access: field.access,
    sensitive: field.sensitivity !== 'none',
    sensitivityClass: field.sensitivity,
    isKey: object.key.includes(field.name),
    indexes: object.indexes.filter((index) => index.fields.includes(field.name)).map((index) => index.name),
    ...comparisonsOf(field.type),
    ...(field.isErrorChannel === undefined ? {} : { isErrorChannel: true }),
    ...(field.arguments === undefined ? {} : { arguments: field.arguments.map(toArgumentView) }),
    ...(field.deprecated === undefined ? {} : { deprecated: field.deprecated }),
  }
}

export function toEdgeView(relationship: Relationship): View<typeof EdgeView> {
  const { name, from, to, cardinality, origin } = relationship
  return {
    name,
    from: { object: from.object, fields: [...from.fields] },
    to: { object: to.object, fields: [...to.fields] },
    cardinality,
    origin,
  }
}

/** An operation without the columns that scoping blocks. */
export function toOperationView(operation: Operation, scope: ScopeCheck): View<typeof OperationView> {
  const { returns, availability } = operation
  return {
    name: operation.name,
    ...(operation.title === undefined ? {} : { title: operation.title }),
    ...(operation.description === undefined ? {} : { description: operation.description }),
    isWrite: isWrite(operation.effect),
    effect: operation.effect,
    effectOrigin: operation.effectOrigin,
    effectEvidence: (operation.effectEvidence ?? []).map((evidence) => ({ ...evidence })),
    ...(operation.object === undefined ? {} : { object: operation.object }),
    groups: [...operation.groups],
    arguments: operation.arguments
      .filter((argument) => !isColumnBlocked(operation, argument, scope))
      .map(toArgumentView),
    ...(operation.inputArgument === undefined ? {} : { inputArgument: operation.inputArgument }),
    returns:
      returns === undefined
        ? null
        : {
            type: describeType(returns.type),
            nullable: returns.nullable,
            references: unique(objectsIn(returns.type)),
          },
    availability: {
      status: availability.status,
      reasons:
        availability.status === 'bindable' ? [] : availability.reasons.map((reason) => ({ ...reason })),
    },
    ...(operation.pagination === undefined ? {} : { pagination: toJsonObject(operation.pagination) }),
    ...(operation.deprecated === undefined ? {} : { deprecated: operation.deprecated }),
    security: operation.security.map((alternative) => [...alternative]),
    source: operation.provenance,
  }
}

function toArgumentView(argument: Argument): View<typeof ArgumentView> {
  return {
    ...toTypeView(argument.type),
    name: argument.name,
    place: argument.place,
    required: argument.required,
    nullable: argument.nullable,
    ...(argument.default === undefined ? {} : { default: argument.default }),
    ...(argument.example === undefined ? {} : { example: argument.example }),
    ...(argument.description === undefined ? {} : { description: argument.description }),
    ...(argument.constraints === undefined ? {} : { constraints: { ...argument.constraints } }),
    sensitivityClass: argument.sensitivity,
    ...(argument.role === undefined ? {} : { role: argument.role }),
    ...(argument.place === 'column' ? comparisonsOf(argument.type) : {}),
    ...(argument.deprecated === undefined ? {} : { deprecated: argument.deprecated }),
  }
}

const comparisonsOf = (type: TypeRef) => ({
  operators: [...operatorsOf(type)],
  functions: aggregateFunctions.filter((fn) => aggregatedType(fn, type) !== undefined),
})

function toTypeView(type: TypeRef) {
  const leaf = type.kind === 'list' ? type.items : type
  return {
    type: describeType(type),
    jsonType: jsonTypeOf(type),
    references: unique(objectsIn(type)),
    ...(leaf.kind === 'enum' ? { allowedValues: [...leaf.values] } : {}),
    ...(leaf.kind === 'scalar' && leaf.format !== undefined ? { format: leaf.format } : {}),
  }
}

function jsonTypeOf(type: TypeRef): string {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
      return wireTypeOf(type.scalar)
    case 'object':
    case 'map':
      return 'object'
    case 'list':
      return 'array'
    case 'union':
      return 'any'
  }
}

const unique = (names: readonly string[]): string[] => [...new Set(names)]

const toJsonObject = (value: object): z.input<typeof JsonObjectData> =>
  JsonObjectData.parse(JSON.parse(JSON.stringify(value)))
