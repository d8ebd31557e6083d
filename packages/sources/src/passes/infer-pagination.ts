import {
  type Argument,
  type ObjectType,
  type Operation,
  type Pagination,
  type SchemaCatalog,
} from '@bindery/model'

const pages = new Set([
  'page',
  'page_number',
  'pagenumber',
  'page_no',
  'pageno',
  'pageindex',
  'page_index',
  'p',
])
const offsets = new Set([
  'offset',
  'skip',
  'start',
  'start_index',
  'startindex',
  '$skip',
  'startat',
  'first_result',
  'from_index',
])
const cursors = new Set([
  'cursor',
  'after',
  'before',
  'starting_after',
  'ending_before',
  'page_token',
  'pagetoken',
  'next_token',
  'nexttoken',
  'continue',
  'continuation_token',
  'continuationtoken',
  'marker',
  'start_cursor',
  'next_cursor',
  'page_cursor',
  'bookmark',
  '$skiptoken',
  'max_id',
  'since_id',
  'pagination_token',
])
const sizes = new Set([
  'limit',
  'per_page',
  'perpage',
  'page_size',
  'pagesize',
  'size',
  'count',
  'max_results',
  'maxresults',
  '$top',
  'top',
  'take',
  'rows',
  'max_items',
  'results_per_page',
])
const nextNames = new Set([
  'next',
  'next_page',
  'next_cursor',
  'nextpagetoken',
  'next_page_token',
  'nextcursor',
  'nexttoken',
  'next_token',
  '@odata.nextlink',
  'nextlink',
  'next_link',
  'next_page_url',
  'continuationtoken',
  'next_url',
  'end_cursor',
])
const wrappers = new Set([
  'meta',
  'metadata',
  'pagination',
  'paging',
  'links',
  '_links',
  'response_metadata',
  'page',
  'page_info',
  'cursors',
])

/** Tells how operations that read are paged, by the names of their arguments and of what they answer. */
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
  const optional = operation.arguments.filter(
    (argument) => argument.place === 'query' && argument.role === undefined,
  )
  const moving = findMoving(optional)
  if (moving === undefined) return operation
  const size = optional.find((argument) => sizes.has(argument.name.toLowerCase()))
  const nextPath = nextPathOf(operation, find)
  const pagination: Pagination = {
    style: moving.style,
    arguments: moving.arguments.map((argument) => argument.name),
    ...(size === undefined ? {} : { sizeArgument: size.name }),
    ...(nextPath === undefined ? {} : { nextPath }),
  }
  const names = new Set([...pagination.arguments, ...(size === undefined ? [] : [size.name])])
  return {
    ...operation,
    pagination,
    arguments: operation.arguments.map((argument) => toPaging(argument, names)),
  }
}

function toPaging(argument: Argument, names: ReadonlySet<string>): Argument {
  return names.has(argument.name) ? { ...argument, role: 'pagination' } : argument
}

function findMoving(
  optional: readonly Argument[],
): { readonly style: Pagination['style']; readonly arguments: readonly Argument[] } | undefined {
  const named = (names: ReadonlySet<string>): readonly Argument[] =>
    optional.filter((argument) => names.has(argument.name.toLowerCase()))
  const found = { cursor: named(cursors), page: named(pages), offset: named(offsets) }
  if (found.cursor.length > 0) return { style: 'cursor', arguments: found.cursor }
  if (found.page.length > 0) return { style: 'page', arguments: found.page }
  return found.offset.length > 0 ? { style: 'offset', arguments: found.offset } : undefined
}

/** Where the answer says how to go on: a field of it, or one inside a usual wrapper. */
function nextPathOf(
  operation: Operation,
  find: (name: string) => ObjectType | undefined,
): readonly string[] | undefined {
  const answer = operation.returns?.type.kind === 'object' ? find(operation.returns.type.name) : undefined
  if (answer === undefined) return undefined
  const direct = nextField(answer)
  if (direct !== undefined) return [direct]
  for (const field of answer.fields) {
    if (!wrappers.has(field.name.toLowerCase()) || field.type.kind !== 'object') continue
    const inner = find(field.type.name)
    const next = inner === undefined ? undefined : nextField(inner)
    if (next !== undefined) return [field.name, next]
  }
  return undefined
}

function nextField(object: ObjectType): string | undefined {
  return object.fields.find(
    (field) => nextNames.has(field.name.toLowerCase()) && field.type.kind !== 'object',
  )?.name
}
