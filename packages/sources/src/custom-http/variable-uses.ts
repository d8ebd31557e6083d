import type { PathSegment } from '@bindery/model'
import { type HttpAction, ownPlace } from './action.ts'
import { type ParsedText, parseText, slotsOf, textsIn, wholeSlot } from './template.ts'

export type VariablePlace = 'path' | 'query' | 'header' | 'body'

/** One text of an action that may hold placeholders. */
export interface TemplateText extends ParsedText {
  readonly place: VariablePlace
  readonly path: readonly PathSegment[]
}

/** Every text of an action that is filled when it is called, in the order path, query, headers, body. */
export function templateTexts(action: HttpAction): readonly TemplateText[] {
  const text = (place: VariablePlace, path: readonly PathSegment[], value: string): TemplateText => ({
    ...parseText(value),
    place,
    path,
  })
  return [
    text('path', ['path'], action.path),
    ...Object.entries(action.queryTemplate).flatMap(([name, value]) =>
      typeof value === 'string' ? [text('query', ['queryTemplate', name], value)] : [],
    ),
    ...Object.entries(action.headers).map(([name, value]) => text('header', ['headers', name], value)),
    ...textsIn(action.bodyTemplate ?? null, ['bodyTemplate']).map((found) =>
      text('body', found.path, found.text),
    ),
  ]
}

export interface VariableUse {
  readonly place: VariablePlace
  /** The text cannot be written without a value: in the path, or with other text around it. */
  readonly isNeeded: boolean
  readonly path: readonly PathSegment[]
}

/** Where each name is used. A declared variable that no template names travels in the method's own place. */
export function variableUses(action: HttpAction): ReadonlyMap<string, readonly VariableUse[]> {
  const uses = new Map<string, VariableUse[]>()
  const add = (name: string, use: VariableUse): void => void uses.set(name, [...(uses.get(name) ?? []), use])
  for (const { place, path, parts } of templateTexts(action)) {
    const isNeeded = place === 'path' || wholeSlot(parts) === undefined
    for (const name of slotsOf(parts)) add(name, { place, isNeeded, path })
  }
  for (const [index, { name }] of action.variables.entries()) {
    if (!uses.has(name)) add(name, { place: ownPlace(action), isNeeded: false, path: ['variables', index] })
  }
  return uses
}

/** Names that the templates of an action use, each once. */
export const placeholdersOf = (action: HttpAction): readonly string[] => [
  ...new Set(templateTexts(action).flatMap(({ parts }) => slotsOf(parts))),
]

/** Names of variables that no template places: they are added to the query or to the body. */
export function unplacedVariables(action: HttpAction): readonly string[] {
  const placed = new Set(placeholdersOf(action))
  return action.variables.map(({ name }) => name).filter((name) => !placed.has(name))
}
