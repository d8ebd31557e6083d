import { type TemplateSource } from '@bindery/model'
import {
  literalKindOf,
  type LiteralKind,
  optionalParts,
  type TemplateStretch,
  type TextSyntax,
  textSyntaxOf,
} from '@bindery/model/syntax'
import type { AuthoredTemplate, ResolvedParameter } from './resolved-binding.ts'
import { scanTemplate } from './template-places.ts'

/** The parts of a template in which every rule held, with how the value of each parameter is written. */
export function templateParts(
  { syntax, parts }: AuthoredTemplate,
  parameters: readonly ResolvedParameter[],
): TemplateSource['parts'] {
  const kinds = literalKinds(parts, textSyntaxOf(syntax), parameters)
  return parts.map((part) => ('param' in part ? { as: 'text' as const, ...part, ...kinds.get(part) } : part))
}

/** How the values are written, by the parts that they stand in. */
export function literalKinds(
  parts: readonly TemplateStretch[],
  syntax: TextSyntax,
  parameters: readonly ResolvedParameter[],
): ReadonlyMap<TemplateStretch, { readonly as: LiteralKind }> {
  const { places } = scanTemplate(parts, syntax)
  return new Map(
    parts.flatMap((part, index) => {
      if (!('param' in part)) return []
      const type = parameters.find((parameter) => parameter.name === part.param)?.type
      const kind = type === undefined ? 'text' : (literalKindOf(type) ?? 'text')
      const before = places.find(({ at }) => at === index)?.before ?? ''
      return [[part, { as: inPattern(kind, before, syntax) }] as const]
    }),
  )
}

/** Whatever is quoted behind the sign of a pattern is read as one. */
function inPattern(kind: LiteralKind, before: string, { pattern, hasMoments }: TextSyntax): LiteralKind {
  const isQuoted = kind === 'text' || (kind === 'moment' && hasMoments !== true)
  return isQuoted && pattern?.behind.test(before) === true ? 'pattern' : kind
}

/** What is left of a template in each combination of the parts that a call may leave out; the whole of it comes first. */
export function templateChoices(parts: readonly TemplateStretch[]): readonly (readonly TemplateStretch[])[] {
  const without = optionalParts(parts).reduce<readonly ReadonlySet<number>[]>(
    (sets, number) => [...sets, ...sets.map((set) => new Set([...set, number]))],
    [new Set()],
  )
  return without.map((left) => parts.filter(({ optional }) => optional === undefined || !left.has(optional)))
}
