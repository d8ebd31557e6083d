import { describeType, type PathSegment, type TypeRef } from '@bindery/model'
import {
  formatTemplate,
  literalKindOf,
  parseTemplate,
  type TemplateStretch,
  textSyntaxOf,
} from '@bindery/model/syntax'
import type { AuthoredTemplate, ResolvedAssignment } from '../resolution/resolved-binding.ts'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { scanTemplate, type TemplatePlace, placeSign } from '../resolution/template-places.ts'
import { removing, setting } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/**
 * `template_invalid`: a text with parameters in it can be read, goes where a text goes, and has its places where a value of its
 * language may stand, so that whatever is given is one literal. `type_mismatch`: each parameter is one value.
 */
export const templateFit: Rule = (context) => {
  for (const assignment of context.assignments) {
    const { source } = assignment
    if (source.from === 'template') checkTemplate(assignment, source, context)
  }
}

function checkTemplate(assignment: ResolvedAssignment, source: AuthoredTemplate, context: RuleContext): void {
  const { origin, name, resolution } = assignment
  checkMembers(assignment, context)
  const { syntax, template } = inputAt(origin, context) ?? {}
  const refuse = (message: string) => refuseAt([...origin, 'template'], message, context)
  if (syntax === undefined || template === undefined) {
    const missing = syntax === undefined ? 'syntax' : 'template'
    return refuseAt(origin, `"${name}" needs "syntax" and "template" together: give "${missing}".`, context)
  }
  const parsed = parseTemplate(template)
  if (!parsed.ok) return refuse(`${parsed.failure}.`)
  if (parsed.value.every((part) => 'text' in part))
    return refuse('The template has no parameter in braces: give the text as "const" instead.')
  if (isOfTable(context.operation))
    return refuse(`"${name}" is a column: compare it with a value in "where".`)
  if (resolution.status === 'found' && !isText(resolution.target.type))
    refuse(`"${name}" takes ${describeType(resolution.target.type)}, and a template makes a text.`)
  checkTypes(assignment, source, context)
  checkPlaces(assignment, source, context)
}

/** What belongs to one parameter says nothing where there are several. */
function checkMembers({ origin, name }: ResolvedAssignment, context: RuleContext): void {
  const input = inputAt(origin, context)
  for (const member of ['param', 'const', 'transform', 'default', 'example', 'description'] as const) {
    if (input?.[member] === undefined) continue
    const path = [...origin, member]
    const message = `"${name}" is filled by a template: remove "${member}".`
    const fixes = [removing(`Remove "${member}"`, path)]
    context.report({ code: 'template_invalid', severity: 'error', path, message, fixes })
  }
  if (input?.required !== false) return
  const path = [...origin, 'required']
  const message = `Every call gives all parameters of a template: remove "required".`
  const fixes = [removing('Remove "required"', path)]
  context.report({ code: 'template_invalid', severity: 'error', path, message, fixes })
}

function inputAt([member, index]: readonly PathSegment[], { binding }: RuleContext) {
  return member === 'inputs' && typeof index === 'number' ? binding.inputs[index] : undefined
}

function refuseAt(path: readonly PathSegment[], message: string, { report }: RuleContext): void {
  report({ code: 'template_invalid', severity: 'error', path, message })
}

const isText = (type: TypeRef): boolean =>
  type.kind === 'scalar' && (type.scalar === 'string' || type.scalar === 'any')

function checkTypes(
  { origin }: ResolvedAssignment,
  { parts }: AuthoredTemplate,
  { parameters, report }: RuleContext,
): void {
  for (const { name, type } of parameters) {
    const isUsed = parts.some((part) => 'param' in part && part.param === name)
    if (!isUsed || literalKindOf(type) !== undefined) continue
    const message = `"${name}" is ${describeType(type)} elsewhere, and a template takes texts, numbers and booleans. Use another parameter.`
    report({ code: 'type_mismatch', severity: 'error', path: [...origin, 'template'], message })
  }
}

function checkPlaces({ origin }: ResolvedAssignment, source: AuthoredTemplate, context: RuleContext): void {
  const { parts } = source
  const path = [...origin, 'template']
  const syntax = textSyntaxOf(source.syntax)
  const { places, left } = scanTemplate(parts, syntax)
  const quoted = places.filter(({ inside }) => inside !== undefined)
  for (const { param, inside } of quoted) {
    const what = { quotes: 'quotes', pattern: 'a pattern', comment: 'a comment' }[inside?.kind ?? 'quotes']
    const message = `"{${param}}" stands within ${what}. Values bring their own quotes in ${source.syntax}: take it out of them.`
    const bare = withoutQuotes(parts, places)
    const fixes = bare === undefined ? [] : [setting('Remove the quotes', path, bare)]
    context.report({ code: 'template_invalid', severity: 'error', path, message, fixes })
  }
  if (quoted.length > 0) return
  if (left !== undefined && left.kind !== 'comment')
    return refuseAt(path, `What ${left.open} opens in the template is not closed.`, context)
  const problems = places.flatMap((place) => problemOf(place, source, context) ?? [])
  for (const problem of problems) refuseAt(path, problem, context)
  const whole = parts.map((part) => ('param' in part ? '0' : part.text)).join('')
  if (problems.length === 0 && syntax.isWhole?.(whole) === false)
    refuseAt(path, `The template is no ${source.syntax} once its places are filled.`, context)
}

/** The template without the quotes that enclose places and nothing else; undefined where that does not help. */
function withoutQuotes(
  parts: readonly TemplateStretch[],
  places: readonly TemplatePlace[],
): string | undefined {
  const texts = parts.map((part) => ('text' in part ? part.text : undefined))
  for (const { at, inside } of places) {
    const before = texts[at - 1]
    const after = texts[at + 1]
    if (inside?.kind !== 'quotes' || before?.endsWith(inside.open) !== true) continue
    if (after?.startsWith(inside.close) !== true) continue
    texts[at - 1] = before.slice(0, -inside.open.length)
    texts[at + 1] = after.slice(inside.close.length)
  }
  const bare = parts.map((part, at) => ('text' in part ? { text: texts[at] ?? part.text } : part))
  const text = formatTemplate(bare)
  return text === formatTemplate(parts) ? undefined : text
}

const mayStandBefore = /(?:^|[\s([{,:=<>!~|&;+-])$/
const mayStandAfter = /^(?:$|[\s)\]},;~^|&])/

/** Why a value may not stand in a place, for what would touch it or read it as something else. */
function problemOf(
  { param, before, after }: TemplatePlace,
  { syntax: name }: AuthoredTemplate,
  { parameters }: RuleContext,
): string | undefined {
  const syntax = textSyntaxOf(name)
  const type = parameters.find((parameter) => parameter.name === param)?.type
  if (before.endsWith(placeSign) || after.startsWith(placeSign))
    return `"{${param}}" touches another place: part them by a space or an operator.`
  if (type !== undefined && literalKindOf(type) === 'number' && /[-+.\w]$/.test(before))
    return `"{${param}}" is a number and touches a sign or a word before it: part them by a space.`
  if (syntax.isUnknown === true) return undefined
  if (!mayStandBefore.test(before) || !mayStandAfter.test(after))
    return `"{${param}}" touches what stands beside it, and would be one with it in ${name}: part them by a space or an operator.`
  const isName = /^\s*[:=]/.test(after) || syntax.isName?.(before, after) === true
  return isName
    ? `"{${param}}" stands where ${name} has the name of a field: only values may be parameters.`
    : undefined
}
