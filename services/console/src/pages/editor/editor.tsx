import type { AuthoredSkill, Binding, Operation } from '@bindery/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { type BindingPlace, parametersQuery, validationQuery } from '../../api/bindings.ts'
import { Failure } from '../../ui/states.tsx'
import { EditorContext, type Parameter } from './editor-context.tsx'
import { EditorPage } from './editor-page.tsx'
import { useInputFields } from './input-fields.ts'
import { draftKey } from './kept-history.ts'
import { namedTargets } from './named-targets.ts'
import { conditionParams } from './rows/condition-params.ts'
import type { Comparable } from './rows/sent.ts'
import { tableModeOf } from './rows/table-mode.ts'
import { useAnswerRows } from './rows/use-answer-rows.ts'
import { useColumns } from './rows/use-columns.ts'
import { paramsOf } from './source-params.ts'
import { sourceOf, type Target } from './source.ts'
import { targetsOf } from './targets.ts'
import { useDraft } from './use-draft.ts'
import { useSettled } from './use-settled.ts'

interface EditorProps {
  readonly place: BindingPlace
  readonly operation: Operation
  /** What is saved, or what a new binding begins with. */
  readonly saved: Binding
  /** Undefined for a binding that was never saved. */
  readonly skill: AuthoredSkill | undefined
}

const outerRows = { pointer: '' }

/** After the last edit, in ms, the compiler is asked what it says. */
const settleMs = 150

/** Everything that the panes of the editor share. */
export function Editor({ place, operation, saved, skill }: EditorProps): ReactNode {
  const queryClient = useQueryClient()
  // Another tab has saved it: what is saved is asked for anew, and the editor begins with that.
  const draft = useDraft(keyOf(place, operation, skill), saved, () => {
    void queryClient.invalidateQueries({ queryKey: ['agents', place.agentId, 'bindings'] })
  })
  const [focused, setFocused] = useState<Target>()
  const fields = useQuery(useInputFields(place.kind, operation))
  const canonical = useQuery(parametersQuery)
  const settled = useSettled(draft.binding, settleMs)
  const validation = useQuery(validationQuery(place, settled))
  const known = useMemo(() => targetsOf(operation, fields.data ?? []), [operation, fields.data])
  const targets = useMemo(
    () => (fields.data === undefined ? known : [...known, ...namedTargets(draft.binding, known, operation)]),
    [fields.data, draft.binding, known, operation],
  )
  const ofTable = useColumns(place.kind, operation)
  const ofAnswer = useAnswerRows(place.kind, operation, draft.binding).columns
  const columns = tableModeOf(operation) === undefined ? ofAnswer : ofTable
  const parameters = useMemo(
    () => parametersOf(draft.binding, { targets, columns }, canonical.data ?? []),
    [draft.binding, targets, columns, canonical.data],
  )
  if (fields.error !== null) return <Failure error={fields.error} />
  const state = {
    ...place,
    level: outerRows,
    operation,
    targets,
    parameters,
    columns,
    draft,
    validation: validation.data,
    isChecked: settled === draft.binding && !validation.isPlaceholderData,
    focused,
    focus: setFocused,
  }
  return (
    <EditorContext value={state}>
      <EditorPage skill={skill} problem={validation.error} />
    </EditorContext>
  )
}

const keyOf = (
  { agentId, kind }: BindingPlace,
  { name }: Operation,
  skill: AuthoredSkill | undefined,
): string => (skill === undefined ? draftKey(agentId, 'new', kind, name) : draftKey(agentId, skill.id))

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
