import { type Field, type ObjectType, type SchemaCatalog } from '@bindery/model'

const channelNames = new Set(['errors', 'userErrors', 'user_errors', 'error'])
const messageNames = new Set([
  'message',
  'messages',
  'detail',
  'details',
  'error_message',
  'errorMessage',
  'description',
  'title',
])

/**
 * Marks fields at the top of successful answers that list the provider's errors: a list of objects or an object, named
 * as one, whose content has a message. A plain text named `error` may be data and is left alone.
 */
export function markErrorChannels(catalog: SchemaCatalog): SchemaCatalog {
  const objects = new Map(catalog.objects.map((type) => [type.name, type]))
  const object = (name: string): ObjectType | undefined => objects.get(name)
  const answers = new Set(
    catalog.operations.flatMap((operation) =>
      operation.returns?.type.kind === 'object' ? [operation.returns.type.name] : [],
    ),
  )
  return {
    ...catalog,
    objects: catalog.objects.map((type) => (answers.has(type.name) ? withChannels(type, object) : type)),
  }
}

function withChannels(type: ObjectType, find: (name: string) => ObjectType | undefined): ObjectType {
  const isChannel = (field: Field): boolean => channelNames.has(field.name) && holdsMessage(field, find)
  if (!type.fields.some(isChannel)) return type
  return {
    ...type,
    fields: type.fields.map((field) => (isChannel(field) ? { ...field, isErrorChannel: true } : field)),
  }
}

function holdsMessage(field: Field, find: (name: string) => ObjectType | undefined): boolean {
  const inner = field.type.kind === 'list' ? field.type.items : field.type
  const content = inner.kind === 'object' ? find(inner.name) : undefined
  return content?.fields.some((member) => messageNames.has(member.name)) ?? false
}
