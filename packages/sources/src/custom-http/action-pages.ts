import { type Issue, nearestNames, type Pagination, parseFieldPath } from '@bindery/model'
import type { ActionPages, HttpAction } from './action.ts'
import { actionError } from './action-error.ts'
import { variableUses } from './variable-uses.ts'

/** What an action says of its pages, as catalogs do; undefined where it says nothing. */
export function declaredPagination({ pages }: HttpAction): Pagination | undefined {
  if (pages === undefined) return undefined
  const { by, variable, size, next } = pages
  const nextPath = next === undefined ? undefined : fieldsOf(next)
  return {
    style: by,
    arguments: variable === undefined ? [] : [variable],
    ...(size === undefined ? {} : { sizeArgument: size }),
    ...(nextPath === undefined ? {} : { nextPath }),
    declared: true,
  }
}

/** `pages_invalid`: what moves on can be left out of the first page, and what says how to go on can be read. */
export function checkPages(action: HttpAction): readonly Issue[] {
  const { pages } = action
  if (pages === undefined) return []
  const report = (
    member: keyof ActionPages,
    message: string,
    suggestions: readonly string[] = [],
  ): Issue => ({
    ...actionError('pages_invalid', ['pages', member], message),
    ...(suggestions.length === 0 ? {} : { suggestions }),
  })
  const { by, variable, next } = pages
  const needsNext = by === 'cursor' || by === 'link'
  return [
    ...(by === 'link' || variable !== undefined
      ? []
      : [report('variable', `"${by}" needs the variable that moves on: name it.`)]),
    ...(by === 'link' && variable !== undefined
      ? [report('variable', 'A link says itself where it leads: remove the variable.')]
      : []),
    ...(needsNext && next === undefined
      ? [report('next', `"${by}" needs the place where the answer says how to go on, such as "paging.next".`)]
      : []),
    ...(next !== undefined && fieldsOf(next) === undefined
      ? [report('next', `"${next}" is no way of names, such as "paging.next".`)]
      : []),
    ...checkNamed('variable', action, report),
    ...checkNamed('size', action, report),
  ]
}

type Report = (member: keyof ActionPages, message: string, suggestions?: readonly string[]) => Issue

function checkNamed(member: 'variable' | 'size', action: HttpAction, report: Report): readonly Issue[] {
  const name = action.pages?.[member]
  if (name === undefined) return []
  const declared = action.variables.find((variable) => variable.name === name)
  const known = action.variables.map((variable) => variable.name)
  if (declared === undefined)
    return [report(member, `There is no variable "${name}".`, nearestNames(name, known))]
  if (member === 'size') return []
  const uses = variableUses(action).get(name) ?? []
  const isFixed = uses.some(({ place, isNeeded }) => isNeeded || place === 'path' || place === 'header')
  if (declared.required === true || isFixed)
    return [
      report(member, `"${name}" must be left out of the first page: let it be optional, alone in its text.`),
    ]
  return []
}

function fieldsOf(path: string): readonly string[] | undefined {
  const parsed = parseFieldPath(path)
  if (!parsed.ok) return undefined
  const names = parsed.value.flatMap((step) => (step.kind === 'field' ? [step.name] : []))
  return names.length === parsed.value.length && names.length > 0 ? names : undefined
}
