import {
  type Argument,
  type ObjectType,
  type Operation,
  paginationByNames,
  type SchemaCatalog,
} from '@bindery/model'

/** Tells how operations that read are paged, where that is not known, by the names of their arguments and of what they answer. */
export function inferPagination(catalog: SchemaCatalog): SchemaCatalog {
  const objects = new Map(catalog.objects.map((type) => [type.name, type]))
  const object = (name: string): ObjectType | undefined => objects.get(name)
  return {
    ...catalog,
    operations: catalog.operations.map((operation) =>
      operation.effect === 'read' ? withPagination(operation, object) : operation,
    ),
  }
}

function withPagination(operation: Operation, find: (name: string) => ObjectType | undefined): Operation {
  if (operation.pagination !== undefined) return operation
  const optional = operation.arguments.filter(
    (argument) => argument.place === 'query' && argument.role === undefined,
  )
  const pagination = paginationByNames(operation, { arguments: optional, object: find })
  if (pagination === undefined) return operation
  const { sizeArgument } = pagination
  const names = new Set([...pagination.arguments, ...(sizeArgument === undefined ? [] : [sizeArgument])])
  return {
    ...operation,
    pagination,
    arguments: operation.arguments.map((argument) => toPaging(argument, names)),
  }
}

function toPaging(argument: Argument, names: ReadonlySet<string>): Argument {
  return names.has(argument.name) ? { ...argument, role: 'pagination' } : argument
}
