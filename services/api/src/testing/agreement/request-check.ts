import {
  type Argument,
  type Field,
  fillArguments,
  type HttpRequest,
  isJsonObject,
  type Json,
  type JsonObject,
  ownProperty,
  parseJson,
  type SchemaCatalog,
} from '@bindery/model'

/** A query parameter that a connection fills. */
const filledName = 'q'

/** The same catalog, connected so that one query parameter needs no argument. */
export function withFilledQuery(catalog: SchemaCatalog): SchemaCatalog {
  const filled = [{ environment: 'production', places: [{ place: 'query', name: filledName }] }] as const
  return { ...catalog, operations: catalog.operations.map((operation) => fillArguments(operation, filled)) }
}

/**
 * What a provider that checks requests by its own description would refuse, or a connection for what it fills itself;
 * undefined when it would take them. Bodies of updates may lack what a default would overwrite.
 */
export function requestProblem(
  { objects, operations }: SchemaCatalog,
  { query, body }: Pick<HttpRequest, 'query' | 'body'>,
): string | undefined {
  const [operation] = operations
  const params = new URLSearchParams(query)
  const problems = (operation?.arguments ?? []).flatMap((argument): readonly string[] => {
    if (argument.name === 'body')
      return argument.required && body === undefined && operation?.effect !== 'update'
        ? ['the required body is not sent']
        : []
    if (argument.role === 'credential')
      return params.has(argument.name) ? [`"${argument.name}" is sent, which the connection fills`] : []
    return isMissing(argument, params) ? [`the required parameter "${argument.name}" is not sent`] : []
  })
  const sent = body === undefined ? undefined : parseJson(Buffer.from(body.bytes).toString('utf8'))
  const fieldsOf = (name: string): readonly Field[] =>
    objects.find((object) => object.name === name)?.fields ?? []
  const missing = operation?.effect === 'update' ? [] : missingIn(sent, 'Input', fieldsOf)
  return [...problems, ...missing.map((path) => `the required member "${path}" is not sent`)][0]
}

/** Null and an empty list are nothing in a query: they cannot be told from what is not sent. */
const isMissing = ({ name, nullable, required, type }: Argument, params: URLSearchParams): boolean =>
  required &&
  !nullable &&
  type.kind !== 'list' &&
  !(type.kind === 'scalar' && type.scalar === 'any') &&
  !params.has(name)

function missingIn(
  value: Json | undefined,
  object: string,
  fieldsOf: (name: string) => readonly Field[],
): readonly string[] {
  if (value === undefined || !isJsonObject(value)) return []
  return fieldsOf(object).flatMap((field) => missingField(value, field, fieldsOf))
}

function missingField(
  value: JsonObject,
  { name, required, type }: Field,
  fieldsOf: (name: string) => readonly Field[],
): readonly string[] {
  const member = ownProperty(value, name)
  if (member === undefined) return required ? [name] : []
  return type.kind === 'object'
    ? missingIn(member, type.name, fieldsOf).map((inner) => `${name}.${inner}`)
    : []
}
