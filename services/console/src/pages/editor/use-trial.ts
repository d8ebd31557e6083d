import type { BindingTrial, TryBinding } from '@bindery/client'
import { useState } from 'react'
import { tryBinding } from '../../api/bindings.ts'
import type { Call } from '../../api/client.ts'
import { useEnvironment } from '../../api/environment.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { isRecord } from './binding-shape.ts'
import { type Parameter, useEditor } from './editor-context.tsx'
import { toConstant } from './fit.ts'
import { type ConditionParam, conditionParams } from './rows/condition-params.ts'
import { paramsOf } from './source-params.ts'
import { sourceOf } from './source.ts'

export type TrialMode = 'preview' | 'call' | 'response'

/** What is tried, and what is known of it. */
export interface Tried {
  readonly binding: unknown
  readonly isWrite: boolean
  /** The parameters that a call gives. */
  readonly sent: readonly ConditionParam[]
  /** Names with an example value. */
  readonly parameters: readonly Parameter[]
  readonly modes: readonly TrialMode[]
  readonly call: (question: TryBinding) => Call<{ data: BindingTrial }>
}

/** A try of the draft of one operation. */
export function useTrial() {
  const { agentId, kind, operation, parameters, draft } = useEditor()
  const sent = useSent()
  return useTrialOf({
    binding: draft.binding,
    isWrite: operation.isWrite,
    sent,
    parameters,
    modes: ['preview', 'call', 'response'],
    call: tryBinding({ agentId, kind }),
  })
}

/**
 * A try of a draft: of what, with which values, and what came of it. Nothing is sent before `run`, and a provider is called
 * only by the mode that says so, never in production and never for a write.
 */
export function useTrialOf({ binding, isWrite, sent, parameters, modes, call }: Tried) {
  const { environment } = useEnvironment()
  const [chosen, chooseMode] = useState<TrialMode>()
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map())
  const [pasted, paste] = useState('')
  const scope = useRefusal('skills:execute')
  const mode = chosen ?? (isWrite || environment === 'production' ? 'preview' : 'call')
  const names = [...new Set(sent.map(({ name }) => name))]
  const isOptional = (name: string): boolean => sent.every((each) => each.name !== name || each.isOptional)
  // What may be left out is left out until somebody fills it in.
  const exampleOf = (name: string): string =>
    isOptional(name) ? '' : (parameters.find((each) => each.name === name)?.example ?? '')
  const valueOf = (name: string): string => values.get(name) ?? exampleOf(name)
  const params = Object.fromEntries(
    names
      .filter((name) => valueOf(name) !== '')
      .map((name) => {
        const type = sent.find((each) => each.name === name)?.jsonType ?? 'string'
        return [name, toSent(valueOf(name), type)]
      }),
  )
  const answer = toConstant(pasted, 'object')
  const question = {
    binding,
    params,
    environment,
    from: mode,
    ...(mode === 'response' && { response: { body: answer?.value ?? pasted } }),
  }
  const command = useCommand({ call, changes: [] })
  const outcome: BindingTrial | undefined = command.data?.data
  return {
    mode,
    modes,
    chooseMode,
    environment,
    names,
    params,
    isOptional,
    valueOf,
    setValue: (name: string, value: string) => setValues((before) => new Map([...before, [name, value]])),
    pasted,
    paste,
    run: () => command.run(question),
    call: call(question),
    isRunning: command.isRunning,
    error: command.error,
    outcome,
    refusal: scope ?? refusalOf({ mode, isWrite, environment }),
  }
}

/** What a call of the draft gives: for arguments, and for conditions. */
function useSent(): readonly ConditionParam[] {
  const { targets, columns, draft, validation } = useEditor()
  const filling = targets.flatMap((target) => {
    const source = sourceOf(draft.binding, target)
    return paramsOf(source).map((name) => ({ name, jsonType: target.jsonType, isOptional: false }))
  })
  const comparing = conditionParams(draft.binding, { columns, targets })
  const typed = typesOf(validation?.compiled?.parametersSchema)
  return [
    ...filling,
    ...comparing.map((each) => ({ ...each, jsonType: typed.get(each.name) ?? each.jsonType })),
  ]
}

/** The JSON types of parameters that the compiler has settled on: those of columns that this page does not know, too. */
export function typesOf(schema: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, string> {
  const known = Object.entries(asObject(schema?.['properties'])).map(([name, property]) => {
    const { type } = asObject(property)
    // What may be null has its own type first.
    const first: unknown = Array.isArray(type) ? type[0] : type
    return [name, typeof first === 'string' ? first : 'string'] as const
  })
  return new Map(known)
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})

/** A value as it was typed; of a list also what stands between commas. */
function toSent(text: string, jsonType: string): unknown {
  const value = toConstant(text, jsonType)?.value
  if (value !== undefined) return value
  return jsonType === 'array' ? text.split(',').map((each) => each.trim()) : text
}

export type Trial = ReturnType<typeof useTrialOf>

interface Asked {
  readonly mode: TrialMode
  readonly isWrite: boolean
  readonly environment: string
}

/** Why it is not called: what is tried must change nothing. */
function refusalOf({ mode, isWrite, environment }: Asked): string | undefined {
  if (mode !== 'call') return undefined
  if (isWrite) return t('editor.noWriteInTest')
  return environment === 'production' ? t('editor.noTestInProduction') : undefined
}
