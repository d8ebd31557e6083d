import type { Binding, Operation } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { parametersQuery } from '../../api/bindings.ts'
import { useAnswerArguments } from './answer-arguments.ts'
import type { EditorState, Parameter } from './editor-context.tsx'
import { useInputFields } from './input-fields.ts'
import { namedTargets } from './named-targets.ts'
import { conditionParams } from './rows/condition-params.ts'
import type { Comparable } from './rows/sent.ts'
import { tableModeOf } from './rows/table-mode.ts'
import { sayingRows, useAnswerRows } from './rows/use-answer-rows.ts'
import { useColumns } from './rows/use-columns.ts'
import { paramsOf } from './source-params.ts'
import { sourceOf, type Target } from './source.ts'
import { targetsOf } from './targets.ts'

interface Called {
  readonly kind: string
  readonly operation: Operation
  readonly binding: Binding
  readonly rowsBy: EditorState['rowsBy']
}

interface CallParts extends Pick<EditorState, 'targets' | 'parameters' | 'columns' | 'focused' | 'focus'> {
  /** Why the fields that the operation writes could not be read. */
  readonly error: Error | null
}

/** What the panes of one call share: what gets a value, what can give it, and what its rows are compared by. */
export function useCallParts({ kind, operation, binding, rowsBy }: Called): CallParts {
  const [focused, focus] = useState<Target>()
  const fields = useQuery(useInputFields(kind, operation))
  const canonical = useQuery(parametersQuery)
  const own = useMemo(() => targetsOf(operation, fields.data ?? []), [operation, fields.data])
  const inside = useAnswerArguments(kind, operation, binding)
  const known = useMemo(() => [...own, ...inside], [own, inside])
  const targets = useMemo(
    () => (fields.data === undefined ? known : [...known, ...namedTargets(binding, known, operation)]),
    [fields.data, binding, known, operation],
  )
  const ofTable = useColumns(kind, operation)
  const ofAnswer = useAnswerRows(kind, operation, sayingRows(binding, rowsBy)).columns
  const columns = tableModeOf(operation) === undefined ? ofAnswer : ofTable
  const parameters = useMemo(
    () => parametersOf(binding, { targets, columns }, canonical.data ?? []),
    [binding, targets, columns, canonical.data],
  )
  return { error: fields.error, targets, columns, parameters, focused, focus }
}

/** The canonical parameters and those that only this binding knows. */
function parametersOf(
  binding: Binding,
  { targets, columns }: Comparable,
  canonical: readonly Parameter[],
): Parameter[] {
  const filling = targets.flatMap((target) => {
    const source = sourceOf(binding, target)
    return paramsOf(source).map((name) => ({ name, type: target.jsonType }))
  })
  const comparing = conditionParams(binding, { columns, targets }).map(({ name, jsonType }) => ({
    name,
    type: jsonType,
  }))
  const own = [...filling, ...comparing].filter(({ name }) => !canonical.some((known) => known.name === name))
  const once = own.filter(({ name }, place) => own.findIndex((other) => other.name === name) === place)
  return [...once, ...canonical]
}
