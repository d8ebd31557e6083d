import { type TemplateSource } from '@bindery/model'
import { literalKindOf, type LiteralKind, textSyntaxOf, type TextSyntax } from '@bindery/model/syntax'
import type { AuthoredTemplate, ResolvedParameter } from './resolved-binding.ts'
import { scanTemplate } from './template-places.ts'

/** The parts of a template in which every rule held, with how the value of each parameter is written. */
export function templateParts(
  { syntax: name, parts }: AuthoredTemplate,
  parameters: readonly ResolvedParameter[],
): TemplateSource['parts'] {
  const syntax = textSyntaxOf(name)
  const { places } = scanTemplate(parts, syntax)
  return parts.map((part, index) => {
    if (!('param' in part)) return part
    const type = parameters.find((parameter) => parameter.name === part.param)?.type
    const kind = type === undefined ? 'text' : (literalKindOf(type) ?? 'text')
    const before = places.find(({ at }) => at === index)?.before ?? ''
    return { param: part.param, as: inPattern(kind, before, syntax) }
  })
}

/** Whatever is quoted behind the sign of a pattern is read as one. */
function inPattern(kind: LiteralKind, before: string, { pattern, hasMoments }: TextSyntax): LiteralKind {
  const isQuoted = kind === 'text' || (kind === 'moment' && hasMoments !== true)
  return isQuoted && pattern?.behind.test(before) === true ? 'pattern' : kind
}
