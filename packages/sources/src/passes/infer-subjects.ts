import { type ObjectType, type Operation, type SchemaCatalog, type TypeRef } from '@bindery/model'

/** Names the object type that an operation is about, when its answer or its input shows one. */
export function inferSubjects(catalog: SchemaCatalog): SchemaCatalog {
  const objects = new Map(catalog.objects.map((type) => [type.name, type]))
  const object = (name: string): ObjectType | undefined => objects.get(name)
  return {
    ...catalog,
    operations: catalog.operations.map((operation) => {
      if (operation.object !== undefined) return operation
      const subject = subjectOf(operation, object)
      return subject === undefined ? operation : { ...operation, object: subject }
    }),
  }
}

type Find = (name: string) => ObjectType | undefined

function subjectOf(operation: Operation, find: Find): string | undefined {
  const answered = operation.returns === undefined ? undefined : objectOf(operation.returns.type)
  const subject = answered === undefined ? undefined : unwrap(answered, find)
  if (subject !== undefined && find(subject)?.origin === 'named') return subject
  const body = operation.arguments.find((argument) => argument.name === operation.inputArgument)
  const given = body === undefined ? undefined : objectOf(body.type)
  return given !== undefined && find(given)?.origin === 'named' ? given : subject
}

/** The object itself, or the one of a list or of an optional value. */
function objectOf(type: TypeRef): string | undefined {
  switch (type.kind) {
    case 'object':
      return type.name
    case 'list':
      return objectOf(type.items)
    case 'map':
      return objectOf(type.values)
    case 'scalar':
    case 'enum':
    case 'union':
      return undefined
  }
}

/** An answer whose only list of objects is what it is about: `{data: [...], has_more}`. */
function unwrap(name: string, find: Find): string {
  const lists = (find(name)?.fields ?? []).flatMap((field) => {
    const item = field.type.kind === 'list' ? objectOf(field.type) : undefined
    return item === undefined ? [] : [item]
  })
  const [only, second] = lists
  const isWrapper = (find(name)?.fields.length ?? 0) <= 12 && find(name)?.key.length === 0
  return only !== undefined && second === undefined && isWrapper ? only : name
}
