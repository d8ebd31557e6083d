import type { Binding } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type BindingPlace, parametersQuery, tryBinding } from '../../api/bindings.ts'
import { operationQuery } from '../../api/catalog.ts'
import { useEnvironment } from '../../api/environment.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { toConstant } from '../editor/fit.ts'
import { templateParams } from '../editor/source-params.ts'

/**
 * A try of a draft as it stands. A read outside of production calls the provider; anything else shows what would be sent.
 * Nothing is sent before `run`.
 */
export function useDraftTrial(place: BindingPlace, binding: Binding) {
  const { environment } = useEnvironment()
  const operation = useQuery(operationQuery(place.kind, binding.operation))
  const canonical = useQuery(parametersQuery)
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map())
  const scope = useRefusal('skills:execute')
  const inputs = (binding.inputs ?? []).flatMap(({ param, argument, template }) => {
    const params = template === undefined ? [param] : templateParams(template)
    return params.flatMap((name) => (name === undefined ? [] : [{ param: name, argument }]))
  })
  const names = [...new Set(inputs.map(({ param }) => param))]
  const valueOf = (name: string): string =>
    values.get(name) ?? canonical.data?.find((each) => each.name === name)?.example ?? ''
  const typeOf = (name: string): string => {
    const filled = inputs.find(({ param }) => param === name)?.argument
    return operation.data?.arguments.find((each) => each.name === filled)?.jsonType ?? 'string'
  }
  const params = Object.fromEntries(
    names
      .filter((name) => valueOf(name) !== '')
      .map((name) => [name, toConstant(valueOf(name), typeOf(name))?.value ?? valueOf(name)]),
  )
  const isCalled = operation.data?.isWrite === false && environment !== 'production'
  const question = { binding, params, environment, from: isCalled ? ('call' as const) : ('preview' as const) }
  const command = useCommand({ call: tryBinding(place), changes: [] })
  return {
    names,
    valueOf,
    setValue: (name: string, value: string) => setValues((before) => new Map([...before, [name, value]])),
    isCalled,
    environment,
    run: () => command.run(question),
    call: tryBinding(place)(question),
    isRunning: command.isRunning,
    error: command.error,
    outcome: command.data?.data,
    refusal: scope,
  }
}
