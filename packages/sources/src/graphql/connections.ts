import type { Pagination } from '@bindery/model'
import type { FieldPart, TypePart } from './schema-parts.ts'
import type { TypeTable } from './type-table.ts'

/** A type of the Relay connection specification (https://relay.dev/graphql/connections.htm), with or without `nodes`. */
export interface ConnectionShape {
  /** The type of the items. */
  readonly item: TypePart
  /** The type of `edges`, when it says nothing that `nodes` does not say: then only `nodes` is shown. */
  readonly twin?: TypePart
}

/** The shape of a connection type; undefined for any other type. */
export function connectionOf(part: TypePart, table: TypeTable): ConnectionShape | undefined {
  if (part.kind !== 'OBJECT' && part.kind !== 'INTERFACE') return undefined
  const nodes = listField(part, 'nodes')
  const edges = listField(part, 'edges')
  const edge = edges === undefined ? undefined : table.baseOf(edges.type)
  const byEdge = table.baseOf(edge?.fields.find((field) => field.name === 'node')?.type)
  const byNodes =
    nodes === undefined || (edge === undefined && pageInfoOf(part) === undefined)
      ? undefined
      : table.baseOf(nodes.type)
  const item = byNodes ?? byEdge
  if (item === undefined) return undefined
  return edge !== undefined && byNodes !== undefined && byNodes === byEdge && isPlainEdge(edge)
    ? { item, twin: edge }
    : { item }
}

/** True for an edge that nothing but a connection can refer to. */
export function isPlainEdge(part: TypePart): boolean {
  return (
    part.interfaces.length === 0 &&
    part.fields.every((field) => field.name === 'node' || field.name === 'cursor')
  )
}

/** How an operation that answers with a connection is paged; undefined when it takes nothing to page by. */
export function paginationOf(
  field: FieldPart,
  answer: TypePart | undefined,
  table: TypeTable,
): Pagination | undefined {
  const pageInfo = answer === undefined ? undefined : table.baseOf(pageInfoOf(answer)?.type)
  if (pageInfo === undefined) return undefined
  const names = field.arguments.map((argument) => argument.name)
  const moving = ['after', 'before'].filter((name) => names.includes(name))
  const size = ['first', 'last'].find((name) => names.includes(name))
  if (moving.length === 0) return undefined
  const hasCursor = pageInfo.fields.some((member) => member.name === 'endCursor')
  return {
    style: 'cursor',
    arguments: moving,
    ...(size === undefined ? {} : { sizeArgument: size }),
    ...(hasCursor ? { nextPath: ['pageInfo', 'endCursor'] } : {}),
  }
}

const pageInfoOf = (part: TypePart): FieldPart | undefined =>
  part.fields.find((field) => field.name === 'pageInfo')

function listField(part: TypePart, name: string): FieldPart | undefined {
  const field = part.fields.find((candidate) => candidate.name === name)
  return field?.type?.startsWith('[') === true ? field : undefined
}
