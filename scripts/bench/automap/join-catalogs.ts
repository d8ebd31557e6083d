import type {
  Argument,
  Field,
  ObjectType,
  Operation,
  SchemaCatalog,
  TypeRef,
} from '../../../packages/model/src/index.ts'

/** One catalog of all objects and operations, under names of their own: a name that is taken gets a number. */
export function joinCatalogs(catalogs: readonly SchemaCatalog[]): SchemaCatalog {
  const [first] = catalogs
  if (first === undefined) throw new TypeError('There is no catalog to join.')
  const takenObjects = new Set<string>()
  const takenOperations = new Set<string>()
  const objects: ObjectType[] = []
  const operations: Operation[] = []
  for (const catalog of catalogs) {
    const names = new Map(catalog.objects.map(({ name }) => [name, freeName(name, takenObjects)]))
    objects.push(...catalog.objects.map((object) => renameObject(object, names)))
    for (const operation of catalog.operations)
      operations.push({
        ...renameOperation(operation, names),
        name: freeName(operation.name, takenOperations),
      })
  }
  return { ...first, objects, relationships: [], operations }
}

/** A catalog of exactly that many operations: thinned out evenly, or filled up with renamed copies. */
export function resizeCatalog(catalog: SchemaCatalog, count: number): SchemaCatalog {
  const taken = new Set<string>()
  const operations: Operation[] = []
  const all = catalog.operations
  for (let at = 0; at < count && all.length > 0; at++) {
    const operation = all.length > count ? all[Math.floor((at * all.length) / count)] : all[at % all.length]
    if (operation !== undefined) operations.push({ ...operation, name: freeName(operation.name, taken) })
  }
  return { ...catalog, operations }
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let at = 2; taken.has(name); at++) name = `${wanted}_${at}`
  taken.add(name)
  return name
}

type Names = ReadonlyMap<string, string>

function renameObject(object: ObjectType, names: Names): ObjectType {
  const { additional } = object
  return {
    ...object,
    name: names.get(object.name) ?? object.name,
    fields: object.fields.map((field) => renameField(field, names)),
    ...(additional === undefined
      ? {}
      : { additional: { ...additional, type: renameType(additional.type, names) } }),
  }
}

function renameField(field: Field, names: Names): Field {
  return {
    ...field,
    type: renameType(field.type, names),
    ...(field.arguments === undefined
      ? {}
      : { arguments: field.arguments.map((each) => renameArgument(each, names)) }),
  }
}

const renameArgument = (argument: Argument, names: Names): Argument => ({
  ...argument,
  type: renameType(argument.type, names),
})

function renameOperation(operation: Operation, names: Names): Operation {
  const { object, returns } = operation
  return {
    ...operation,
    arguments: operation.arguments.map((argument) => renameArgument(argument, names)),
    ...(object === undefined ? {} : { object: names.get(object) ?? object }),
    ...(returns === undefined ? {} : { returns: { ...returns, type: renameType(returns.type, names) } }),
  }
}

function renameType(type: TypeRef, names: Names): TypeRef {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
      return type
    case 'object':
      return { ...type, name: names.get(type.name) ?? type.name }
    case 'list':
      return { ...type, items: renameType(type.items, names) }
    case 'map':
      return { ...type, values: renameType(type.values, names) }
    case 'union':
      return { ...type, members: type.members.map((member) => renameType(member, names)) }
  }
}
