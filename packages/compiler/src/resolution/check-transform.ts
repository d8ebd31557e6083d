import {
  type ExpressionInput,
  type ExpressionProblem,
  type ExpressionTyping,
  type InferredType,
  parseExpression,
  typeExpression,
} from '@bindery/expression'
import type { OutputLeaf, OutputType } from '@bindery/model'
import { type CatalogView, findBlockedInside, visibleIndex } from './catalog-view.ts'

/** A transform that can run, with what it gives; or what is wrong with it. */
export type TransformCheck =
  | { readonly status: 'typed'; readonly typing: ExpressionTyping }
  | { readonly status: 'invalid'; readonly problems: readonly ExpressionProblem[] }
  | { readonly status: 'blocked'; readonly name: string }

/** Parses and types a transform. Suggestions never hold what scoping hides. */
export function checkTransform(text: string, input: ExpressionInput, view: CatalogView): TransformCheck {
  const parsed = parseExpression(text)
  if (!parsed.ok) return { status: 'invalid', problems: parsed.failure }
  const typing = typeExpression(parsed.value, input, view.index)
  const blocked = typing.references.find(({ object, field }) => view.scope.isFieldBlocked(object, field))
  if (blocked !== undefined) return { status: 'blocked', name: blocked.field }
  if (findBlockedInside(typing.wholes, view) !== undefined) return { status: 'blocked', name: '$' }
  if (typing.problems.length === 0) return { status: 'typed', typing }
  return { status: 'invalid', problems: typeExpression(parsed.value, input, visibleIndex(view)).problems }
}

/**
 * The type that an agent sees, or undefined when it is no scalar, none of several scalars and no list of such values. Of
 * enumerations it is one of all their values: the tag of a union of objects is such a type.
 */
export function toOutputType(type: InferredType): OutputType | undefined {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
    case 'nothing':
      return toLeaf(type)
    case 'union': {
      const leaves = flatten(type.members).map(toLeaf)
      const known = leaves.filter((leaf) => leaf !== undefined)
      return known.length === leaves.length ? joinLeaves(known) : undefined
    }
    case 'list': {
      const items = toOutputType(type.items)
      return items === undefined || items.kind === 'list' ? undefined : { kind: 'list', items }
    }
    case 'object':
    case 'map':
    case 'record':
      return undefined
  }
}

/** A union of unions is one of all their members. */
const flatten = (members: readonly InferredType[]): readonly InferredType[] =>
  members.flatMap((member) => (member.kind === 'union' ? flatten(member.members) : [member]))

function toLeaf(type: InferredType): OutputLeaf | undefined {
  if (type.kind === 'scalar') return { kind: 'scalar', scalar: type.scalar }
  if (type.kind === 'enum') return { kind: 'enum', scalar: type.scalar, values: type.values }
  return type.kind === 'nothing' ? { kind: 'scalar', scalar: 'any' } : undefined
}

/** One type for what may be any of some leaves; enumerations of one scalar become one. */
function joinLeaves(leaves: readonly OutputLeaf[]): OutputType {
  const any = leaves.find((leaf) => leaf.kind === 'scalar' && leaf.scalar === 'any')
  if (any !== undefined || leaves.length === 0) return { kind: 'scalar', scalar: 'any' }
  const members: OutputLeaf[] = []
  for (const leaf of leaves) {
    const at = members.findIndex(({ kind, scalar }) => kind === leaf.kind && scalar === leaf.scalar)
    const same = members[at]
    if (same === undefined) members.push(leaf)
    else if (same.kind === 'enum' && leaf.kind === 'enum')
      members[at] = { ...same, values: [...new Set([...same.values, ...leaf.values])] }
  }
  const [only, ...more] = members
  return only !== undefined && more.length === 0 ? only : { kind: 'union', members }
}
