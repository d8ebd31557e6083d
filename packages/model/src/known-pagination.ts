import type { Argument, ObjectType, Operation, Pagination } from './catalog.ts'
import { isWrite } from './effect.ts'

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

/** Where an operation may be asked for its next page: arguments that may move through them, and types that answers have. */
export interface PagingPlaces {
  readonly arguments: readonly Argument[]
  readonly object: (name: string) => ObjectType | undefined
}

/**
 * How the pages of a read are found: as its catalog says, or as the names of its arguments and of what it answers suggest.
 * Undefined for what writes, and where nothing suggests a way. A guess, unless the catalog says it: what answers show decides.
 */
export function knownPagination(
  operation: Operation,
  object: PagingPlaces['object'],
): Pagination | undefined {
  if (isWrite(operation.effect)) return undefined
  if (operation.pagination !== undefined) return operation.pagination
  const optional = operation.arguments.filter(
    ({ place, role, type }) =>
      place !== 'path' && place !== 'header' && role !== 'credential' && type.kind === 'scalar',
  )
  const named = paginationByNames(operation, { arguments: optional, object })
  if (named !== undefined) return named.style === 'cursor' && named.nextPath === undefined ? undefined : named
  const nextPath = nextPathOf(operation, object)
  return nextPath === undefined || !isAddressName(nextPath)
    ? undefined
    : { style: 'link', arguments: [], nextPath }
}

/** What names alone suggest; undefined when no argument moves through pages. */
export function paginationByNames(operation: Operation, places: PagingPlaces): Pagination | undefined {
  const moving = findMoving(places.arguments)
  if (moving === undefined) return undefined
  const size = places.arguments.find((argument) => sizes.has(argument.name.toLowerCase()))
  const nextPath = nextPathOf(operation, places.object)
  return {
    style: moving.style,
    arguments: moving.arguments.map((argument) => argument.name),
    ...(size === undefined ? {} : { sizeArgument: size.name }),
    ...(nextPath === undefined ? {} : { nextPath }),
  }
}

/** Whether what stands there is an address: `links.next`, `@odata.nextLink`, `next_url`, a `next` beside the list. */
const isAddressName = (path: readonly string[]): boolean => /link|url|^next$/i.test(path.at(-1) ?? '')

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
