import { type Fix, isJsonObject, type Issue, type Json, objectFrom, type PathSegment } from '@bindery/model'
import type { EachRow, ResolvedAssignment } from '../resolution/resolved-binding.ts'
import { argumentKnown } from './argument-known.ts'
import { constantFit } from './constant-fit.ts'
import { defaultSent } from './default-sent.ts'
import { removing } from './fixes.ts'
import { inputRequired } from './input-required.ts'
import { membersWithheld } from './members-withheld.ts'
import { paramOrConst } from './param-or-const.ts'
import { parameterFit } from './parameter-fit.ts'
import { parameterNames } from './parameter-name.ts'
import type { Rule, RuleContext } from './rule.ts'
import { scopedOut } from './scoped-out.ts'
import { sensitiveTargets } from './sensitive-targets.ts'
import { taintedTargets } from './tainted-targets.ts'
import { transformValid } from './transform-valid.ts'

/** What holds for the fields of an input object holds for those of each row of a list. */
const rowRules: readonly Rule[] = [
  scopedOut,
  argumentKnown,
  paramOrConst,
  parameterNames,
  sensitiveTargets,
  taintedTargets,
  membersWithheld,
  inputRequired,
  constantFit,
  parameterFit,
  transformValid,
  defaultSent,
]

/**
 * `each_invalid`: rows of a parameter are the items of a list of objects, made of fields that are named, each row flat. The
 * rules of an input object hold for a row, and say so at its fields.
 */
export const eachRow: Rule = (context) => {
  context.binding.inputObjectMap.forEach((entry, index) => {
    if (entry.each === undefined) {
      for (const member of ['fields', 'max', 'required', 'description'] as const)
        if (entry[member] !== undefined)
          refuse(context, [index, member], `"${member}" is for an entry with "each".`)
      return
    }
    if (entry.fields === undefined)
      refuse(
        context,
        [index],
        `"${entry.field}" has rows of "${entry.each}", and no "fields" that say what a row is made of.`,
      )
    for (const member of ['param', 'const', 'transform'] as const)
      if (entry[member] !== undefined)
        refuse(
          context,
          [index, member],
          `"${entry.field}" is filled by the rows of "${entry.each}": remove "${member}".`,
        )
  })
  for (const assignment of context.assignments)
    if (assignment.each !== undefined) checkRow(assignment, assignment.each, context)
}

function refuse({ report }: RuleContext, [index, member]: readonly PathSegment[], message: string): void {
  const path = ['inputObjectMap', ...[index, member].flatMap((segment) => segment ?? [])]
  const fixes = member === undefined ? {} : { fixes: [removing(`Remove "${String(member)}"`, path)] }
  report({ code: 'each_invalid', severity: 'error', path, message, ...fixes })
}

function checkRow(
  { origin, name, resolution }: ResolvedAssignment,
  { row }: EachRow,
  { report, parameters }: RuleContext,
): void {
  if (row === undefined) {
    // A name that leads nowhere is told by itself.
    if (resolution.status !== 'found') return
    const message = `"${name}" is no list of objects, so it has no rows: bind a parameter to it as it is.`
    return report({ code: 'each_invalid', severity: 'error', path: [...origin, 'each'], message })
  }
  reportShared(origin, parameters, report)
  for (const rule of rowRules) rule({ ...row, report: (issue) => report(atRow(issue, origin)) })
}

function reportShared(
  origin: readonly PathSegment[],
  parameters: RuleContext['parameters'],
  report: RuleContext['report'],
): void {
  const used = parameters.find(({ uses }) => uses.some((use) => use.origin === origin))
  if (used === undefined || used.uses.length === 1) return
  const message = `The rows of "${used.name}" fill one list and nothing else: use another parameter for the other places.`
  report({ code: 'each_invalid', severity: 'error', path: [...origin, 'each'], message })
}

/** A row is looked up as a binding of its own: what is said of its inputs is said of the fields. */
function atRow(issue: Issue, origin: readonly PathSegment[]): Issue {
  const { path, fixes } = issue
  return {
    ...issue,
    path: toPath(path, origin),
    ...(fixes === undefined ? {} : { fixes: fixes.flatMap((fix) => toFix(fix, origin)) }),
  }
}

const names: ReadonlyMap<PathSegment, string> = new Map([
  ['argument', 'field'],
  ['param', 'name'],
])

function toPath(
  [list, ...rest]: readonly PathSegment[],
  origin: readonly PathSegment[],
): readonly PathSegment[] {
  if (list !== 'inputs' && list !== 'inputObjectMap') return origin
  return [...origin, 'fields', ...rest.map((segment) => names.get(segment) ?? segment)]
}

/** A fix of another part of the binding is none for a row. */
function toFix({ title, patch }: Fix, origin: readonly PathSegment[]): readonly Fix[] {
  const within = patch.map((step) => {
    const [, list = '', ...rest] = step.path.split('/')
    if (list !== 'inputs' && list !== 'inputObjectMap') return undefined
    const members = rest.map((segment) => names.get(segment) ?? segment)
    const path = ['', ...origin, 'fields', ...members].join('/')
    return 'value' in step && step.value !== undefined
      ? { ...step, path, value: toField(step.value) }
      : { ...step, path }
  })
  const steps = within.flatMap((step) => (step === undefined ? [] : [step]))
  return steps.length === patch.length ? [{ title, patch: steps }] : []
}

/** An entry that is added has the members of a row, and its field without the name of the list. */
function toField(value: Json): Json {
  if (!isJsonObject(value)) return value
  return objectFrom(
    Object.entries(value).map(([member, held]) => {
      const name = names.get(member) ?? member
      return [
        name,
        name === 'field' && typeof held === 'string' ? held.replace(/^.*\[\]\./, '') : held,
      ] as const
    }),
  )
}
