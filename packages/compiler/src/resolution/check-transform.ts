import {
  type ExpressionInput,
  type ExpressionProblem,
  type ExpressionTyping,
  type InferredType,
  parseExpression,
  typeExpression,
} from '@bindery/expression'
import type { OutputType } from '@bindery/model'
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

/** The type that an agent sees, or undefined when it is no scalar and no list of scalars. */
export function toOutputType(type: InferredType): OutputType | undefined {
  switch (type.kind) {
    case 'scalar':
      return { kind: 'scalar', scalar: type.scalar }
    case 'enum':
      return { kind: 'enum', scalar: type.scalar, values: type.values }
    case 'list': {
      const items = toOutputType(type.items)
      return items === undefined || items.kind === 'list' ? undefined : { kind: 'list', items }
    }
    case 'nothing':
      return { kind: 'scalar', scalar: 'any' }
    case 'object':
    case 'map':
    case 'union':
    case 'record':
      return undefined
  }
}
