import { Binding, runtimeVariables } from '@bindery/model'
import { placeholdersOf } from '@bindery/sources'
import type { ActionLink } from '../integrations/action-link.ts'
import { requestOf } from '../integrations/actions-document.ts'
import type { SharedAction } from '../integrations/shared-action.ts'

/** Agents know parameters in snake_case, whatever a template calls them. */
export const parameterNameOf = (variable: string): string =>
  variable.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()

/** The binding that a link stands for: every variable a parameter, every mapping an output. */
export function bindingOf(operation: string, action: SharedAction, link: ActionLink): Binding {
  const request = requestOf(action, link)
  const declared = request.variables.map((variable) => variable.name)
  const names = [...new Set([...declared, ...placeholdersOf(request)])]
  const isRuntime = (name: string) => runtimeVariables.some((known) => known.name === name)
  const isContext = (name: string) =>
    isRuntime(name) ||
    request.variables.some((variable) => variable.name === name && variable.from === 'context')
  return Binding.parse({
    operation,
    toolName: link.toolName ?? action.name,
    description: action.description,
    inputs: names.map((name) => ({ param: parameterNameOf(name), argument: name })),
    projection: action.responseMapping.map(({ type: _type, fields, ...output }) => ({
      ...output,
      ...(fields === undefined ? {} : { fields: fields.map(({ type: _inner, ...field }) => field) }),
    })),
    timeoutMs: action.timeoutMs,
    requiresConfirmation: action.requiresConfirmation,
    requiresHumanApproval: action.requiresHumanApproval,
    contextParams: names.filter(isContext).map(parameterNameOf),
    phases: link.phases,
    allowedStates: link.allowedStates,
    maxSuccessfulCalls: link.maxSuccessfulCalls,
    messages: messagesOf(action),
    allowSensitive: link.allowSensitive,
  })
}

function messagesOf({ messages, successMessage, errorMessage }: SharedAction): Binding['messages'] {
  const failures =
    errorMessage === undefined
      ? {}
      : {
          unauthorized: errorMessage,
          notFound: errorMessage,
          rateLimited: errorMessage,
          serverError: errorMessage,
          timeout: errorMessage,
        }
  return { ...(successMessage === undefined ? {} : { success: successMessage }), ...failures, ...messages }
}
