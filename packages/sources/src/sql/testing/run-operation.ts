import {
  Binding,
  type CheckedBinding,
  type Connection,
  type Field,
  findField,
  indexCatalog,
  type Json,
  type JsonObject,
  type ObjectType,
  type Operation,
  type Output,
  type ProviderResponse,
  type SchemaCatalog,
  type SourceAdapter,
  type TypeRef,
} from '@bindery/model'

/** A table operation with constant and given values, as a compiler would have checked it. */
export interface TableCall {
  readonly operation: string
  /** Columns with the value of each, all from parameters. */
  readonly given?: JsonObject
  readonly constants?: JsonObject
  /** Names of the columns to read; those of a join as `[join, column]`. */
  readonly read: readonly (readonly [string] | readonly [string, string])[]
  readonly sqlSearch?: { readonly limit?: number; readonly orderBy?: { readonly column: string } }
}

/** The plan of a call. Throws what lowering throws. */
export function lowerCall(adapter: SourceAdapter, catalog: SchemaCatalog, call: TableCall): Json {
  const operation = operationOf(catalog, call.operation)
  return adapter.lower(operation, checkedBinding(catalog, operation, call))
}

/** Lowers and executes a call. */
export async function runCall(
  { adapter, catalog, connection }: Bench,
  call: TableCall,
): Promise<ProviderResponse> {
  const operation = operationOf(catalog, call.operation)
  return adapter.execute(
    {
      operation: operation.name,
      effect: operation.effect,
      plan: lowerCall(adapter, catalog, call),
      arguments: { ...call.given, ...call.constants },
      maxResponseBytes: 1_000_000,
    },
    connection,
    AbortSignal.timeout(60_000),
  )
}

export interface Bench {
  readonly adapter: SourceAdapter
  readonly catalog: SchemaCatalog
  readonly connection: Connection
}

export function operationOf(catalog: SchemaCatalog, name: string): Operation {
  const found = catalog.operations.find((operation) => operation.name === name)
  if (found === undefined) throw new TypeError(`There is no operation ${name}.`)
  return found
}

function checkedBinding(catalog: SchemaCatalog, operation: Operation, call: TableCall): CheckedBinding {
  const argumentType = (name: string): TypeRef => {
    const found = operation.arguments.find((argument) => argument.name === name)
    if (found === undefined) throw new TypeError(`There is no argument ${name}.`)
    return found.type
  }
  const place = (name: string) => ({ target: [name], targetType: argumentType(name), targetNullable: true })
  const search = { table: operation.object ?? '', filter: { column: 'x', param: 'x' }, ...call.sqlSearch }
  return {
    binding: Binding.parse({
      operation: operation.name,
      toolName: 'Test',
      ...(call.sqlSearch === undefined ? {} : { sqlSearch: search }),
    }),
    operation,
    parameters: [],
    assignments: [
      ...Object.keys(call.given ?? {}).map((name) => ({
        ...place(name),
        source: { from: 'parameter' as const, name },
      })),
      ...Object.entries(call.constants ?? {}).map(([name, value]) => ({
        ...place(name),
        source: { from: 'constant' as const, value },
      })),
    ],
    outputs: call.read.map((names) => toOutput(catalog, operation, names)),
  }
}

function toOutput(catalog: SchemaCatalog, operation: Operation, names: readonly string[]): Output {
  const index = indexCatalog(catalog)
  let type: TypeRef = { kind: 'object', name: operation.object ?? '' }
  for (const name of names) {
    const object: ObjectType | undefined = type.kind === 'object' ? index.object(type.name) : undefined
    const field: Field | undefined = object === undefined ? undefined : findField(object, name)
    if (field === undefined) throw new TypeError(`There is no field ${names.join('.')}.`)
    type = field.type
  }
  return {
    kind: 'value',
    leaf: names.join('_'),
    path: [
      ...(operation.effect === 'read' ? [{ kind: 'item' as const, index: 0 }] : []),
      ...names.map((name) => ({ kind: 'field' as const, name })),
    ],
    sourceType: type,
    type: { kind: 'scalar', scalar: 'any' },
    nullable: true,
    sensitivity: 'none',
  }
}
