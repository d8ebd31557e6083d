import { isJsonArray, isJsonObject, type Issue, type Json, runtimeVariables } from '@bindery/model'
import { type HttpAction, hasBody, ownPlace, type Variable } from './action.ts'
import { actionError } from './action-error.ts'
import { unplacedVariables, type VariableUse, variableUses } from './variable-uses.ts'

/** What is wrong with the variables of an action and with where they are used. */
export function checkVariables(action: HttpAction): readonly Issue[] {
  const uses = variableUses(action)
  return [
    ...action.variables.flatMap((variable, index) => [
      ...checkDeclaration(action, variable, index),
      ...checkUses(variable, uses.get(variable.name) ?? []),
    ]),
    ...checkUnplaced(action),
  ]
}

function checkDeclaration(action: HttpAction, variable: Variable, index: number): readonly Issue[] {
  const { name, default: standard, allowedValues, type } = variable
  const at = ['variables', index]
  const issues: Issue[] = []
  if (action.variables.findIndex((other) => other.name === name) !== index)
    issues.push(actionError('variable_duplicate', [...at, 'name'], `"${name}" is declared twice.`))
  if (variable.from !== 'context' && runtimeVariables.some((known) => known.name === name)) {
    const message = `"${name}" is filled by the platform: use it without declaring it, or choose another name.`
    issues.push(actionError('variable_reserved', [...at, 'name'], message))
  }
  if (standard !== undefined && !fits(standard, variable))
    issues.push(actionError('default_invalid', [...at, 'default'], `The default of "${name}" is no ${type}.`))
  if (allowedValues !== undefined && type !== 'string') {
    const message = 'Only a variable of type string lists its values.'
    issues.push(actionError('values_invalid', [...at, 'allowedValues'], message))
  }
  return issues
}

function checkUses(variable: Variable, uses: readonly VariableUse[]): readonly Issue[] {
  const { name, type, required, default: standard } = variable
  return uses.flatMap(({ place, isNeeded, path }) => {
    const isStructured = type === 'array' || type === 'object'
    if (isStructured && (place === 'path' || place === 'header')) {
      const where = place === 'path' ? 'a path' : 'a header'
      return [actionError('placeholder_type', path, `"${name}" is an ${type}, which ${where} cannot hold.`)]
    }
    if (!isNeeded || required !== false || standard !== undefined) return []
    const message = `"${name}" may be absent, but this text needs it. Make it required, give it a default, or let it stand alone.`
    return [actionError('placeholder_may_be_absent', path, message)]
  })
}

/** A variable that no template places becomes a parameter of the query or a member of the body, under its own name. */
function checkUnplaced(action: HttpAction): readonly Issue[] {
  const { bodyTemplate, queryTemplate, variables } = action
  const place = ownPlace(action)
  const template = place === 'query' ? queryTemplate : (bodyTemplate ?? {})
  return unplacedVariables(action).flatMap((name) => {
    const path = ['variables', variables.findIndex((variable) => variable.name === name), 'name']
    if (!isJsonObject(template)) {
      const message = `"${name}" is used nowhere, and a body that is no object takes no further member.`
      return [actionError('variable_unplaced', path, message)]
    }
    if (!Object.hasOwn(template, name)) return []
    const message = `"${name}" is used nowhere, and ${hasBody(action) ? 'the template' : 'the query'} has a member of that name already. Use {{${name}}} in it.`
    return [actionError('variable_unplaced', path, message)]
  })
}

function fits(value: Json, { type, allowedValues }: Variable): boolean {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value)
    case 'float':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'array':
      return isJsonArray(value)
    case 'object':
      return isJsonObject(value)
    case 'string':
      return typeof value === 'string' && (allowedValues === undefined || allowedValues.includes(value))
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
    case 'email':
    case 'phone':
      return typeof value === 'string'
  }
}
