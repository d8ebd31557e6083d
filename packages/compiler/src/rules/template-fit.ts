import { describeType, type PathSegment, type TypeRef } from '@bindery/model'
import {
  formatTemplate,
  literalKindOf,
  mostOptionalParts,
  neededParameters,
  optionalParts,
  parseTemplate,
  type TemplateStretch,
  type TextSyntaxName,
  textSyntaxOf,
} from '@bindery/model/syntax'
import type { AuthoredTemplate, ResolvedAssignment } from '../resolution/resolved-binding.ts'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { literalKinds, templateChoices } from '../resolution/template-parts.ts'
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
  checkOptional(assignment, source, context)
  if (optionalParts(source.parts).length <= mostOptionalParts) checkPlaces(assignment, source, context)
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
  const message = `A template itself says what a call may leave out, between "{?" and "?}": remove "required".`
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

/** The whole of it and what is left of it in every call: a text that is whole with a part is not always whole without it. */
function checkPlaces(assignment: ResolvedAssignment, source: AuthoredTemplate, context: RuleContext): void {
  const path = [...assignment.origin, 'template']
  const [whole = [], ...others] = templateChoices(source.parts)
  const found = problemsOf(whole, source, context)
  const known = new Set(found.map(({ message }) => message))
  for (const { message, bare } of found) {
    const fixes = bare === undefined ? [] : [setting('Remove the quotes', path, bare)]
    context.report({ code: 'template_invalid', severity: 'error', path, message, fixes })
  }
  const kindsOf = (parts: readonly TemplateStretch[]) =>
    literalKinds(parts, textSyntaxOf(source.syntax), context.parameters)
  const kinds = kindsOf(source.parts)
  for (const left of others) {
    const problem = isNothing(left)
      ? problemOfNothing(assignment)
      : (problemsOf(left, source, context)[0]?.message ?? problemOfKinds(kindsOf(left), kinds))
    if (problem === undefined || known.has(problem)) continue
    known.add(problem)
    refuseAt(path, `Without what a call may leave out: ${problem}`, context)
  }
}

interface Problem {
  readonly message: string
  /** The template that would do. */
  readonly bare?: string | undefined
}

function problemsOf(
  parts: readonly TemplateStretch[],
  { syntax: name }: AuthoredTemplate,
  { parameters }: RuleContext,
): readonly Problem[] {
  const syntax = textSyntaxOf(name)
  const { places, left } = scanTemplate(parts, syntax)
  const quoted = places.flatMap(({ param, inside }) => {
    if (inside === undefined) return []
    const what = { quotes: 'quotes', pattern: 'a pattern', comment: 'a comment' }[inside.kind]
    const message = `"{${param}}" stands within ${what}. Values bring their own quotes in ${name}: take it out of them.`
    return [{ message, bare: withoutQuotes(parts, places) }]
  })
  if (quoted.length > 0) return quoted
  if (left !== undefined && left.kind !== 'comment')
    return [{ message: `What ${left.open} opens in the template is not closed.` }]
  const problems = places.flatMap((place) => problemOf(place, name, parameters) ?? [])
  if (problems.length > 0) return problems.map((message) => ({ message }))
  const filled = parts.map((part) => ('param' in part ? '0' : part.text)).join('')
  const isWhole = syntax.isWhole?.(filled) !== false
  return isWhole ? [] : [{ message: `The template is no ${name} once its places are filled.` }]
}

const isNothing = (parts: readonly TemplateStretch[]): boolean =>
  parts.every((part) => 'text' in part && part.text.trim() === '')

/** An argument that nothing is left for is left out. */
const problemOfNothing = ({ name, resolution }: ResolvedAssignment): string | undefined =>
  resolution.status === 'found' && resolution.target.required
    ? `nothing is left of the text, and "${name}" needs one. Take something out of "{?" and "?}".`
    : undefined

/** A value that is a pattern behind one part and a text behind another could be read as more than was meant. */
function problemOfKinds(left: Kinds, whole: Kinds): string | undefined {
  const differing = [...left.keys()].find((part) => left.get(part)?.as !== whole.get(part)?.as)
  return differing !== undefined && 'param' in differing
    ? `"{${differing.param}}" stands behind something else than with it, and would be read in another way.`
    : undefined
}

type Kinds = ReturnType<typeof literalKinds>

/** Only what the agent may give or not may be left out: what else fills a part is always there. */
function checkOptional(
  { origin }: ResolvedAssignment,
  { parts }: AuthoredTemplate,
  { binding, report }: RuleContext,
): void {
  const path = [...origin, 'template']
  const needed = neededParameters(parts)
  const own = parts.flatMap((part) => ('param' in part && part.optional !== undefined ? [part.param] : []))
  for (const name of new Set(own)) {
    if (needed.includes(name) || !binding.contextParams.includes(name)) continue
    const message = `Only parameters that the agent gives may be left out of a template, and "${name}" is filled by the platform: take it out of "{?" and "?}".`
    report({ code: 'optional_source', severity: 'error', path, message })
  }
  if (optionalParts(parts).length <= mostOptionalParts) return
  const message = `At most ${mostOptionalParts} parts of a template may be left out. Make one mandatory, or another skill of it.`
  report({ code: 'optional_count', severity: 'error', path, message })
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
  name: TextSyntaxName,
  parameters: RuleContext['parameters'],
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
