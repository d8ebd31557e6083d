import type { Operation } from '@bindery/client'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { t } from '../../../text/translate.ts'
import { Failure } from '../../../ui/states.tsx'
import { type EarlierValue, EditorContext } from '../editor-context.tsx'
import { InputsPane } from '../inputs-pane.tsx'
import { OutputPane } from '../output-pane.tsx'
import { AggregatePane } from '../rows/aggregate-pane.tsx'
import { CallPanes } from '../rows/table-rows.tsx'
import { tableModeOf } from '../rows/table-mode.ts'
import { useCallParts } from '../use-call-parts.ts'
import { CallsOther } from './calls-other.tsx'
import { stepQuery } from './describe-step.ts'
import { ShownValues } from './shown-values.tsx'
import { StepFacts, type StepPlace } from './step-facts.tsx'
import { draftOfStep, validationOfStep } from './step-lens.ts'
import { eachAround } from './steps-edits.ts'
import { useSteps } from './steps-context.tsx'
import styles from './steps.module.css'

interface StepPanesProps extends StepPlace {
  readonly operation: Operation
}

const outerRows = { pointer: '' }

/** The panes of one step: those of a binding of its operation, over the part of the whole that is its own. */
export function StepPanes({ step, at, operation }: StepPanesProps): ReactNode {
  const { agentId, draft: whole, validation, isChecked } = useSteps()
  const draft = useMemo(() => draftOfStep(whole, at, step), [whole, at, step])
  const rowsBy = step.take === undefined ? 'outputs' : 'step'
  const { error, ...parts } = useCallParts({
    kind: step.integration,
    operation,
    binding: draft.binding,
    rowsBy,
  })
  const earlier = useEarlier(at)
  const answer = useAnswer({ step, at, operation })
  const found = useMemo(
    () => validationOfStep(validation, whole.binding, at),
    [validation, whole.binding, at],
  )
  if (error !== null) return <Failure error={error} />
  const state = {
    ...parts,
    agentId,
    kind: step.integration,
    level: outerRows,
    operation,
    answer,
    rowsBy,
    earlier,
    draft,
    validation: found,
    isChecked,
  } as const
  return (
    <EditorContext value={state}>
      <StepFacts step={step} at={at} />
      <CallsOther step={step} at={at} />
      <div className={styles.panes}>
        <div className={styles.inputs}>
          <InputsPane />
        </div>
        <div className={styles.call}>
          <CallPanes />
        </div>
        <div className={styles.out}>
          <Outputs step={step} at={at} operation={operation} />
        </div>
      </div>
    </EditorContext>
  )
}

/** What is shown of a step; one that runs for each row of another one is shown in the rows of that one. */
function Outputs({ at, operation }: StepPanesProps): ReactNode {
  const { draft } = useSteps()
  const around = eachAround(draft.binding, at)
  if (around !== undefined) return <p className={styles.note}>{t('steps.shownInRows', { id: around })}</p>
  if (tableModeOf(operation) !== 'aggregate') return <OutputPane />
  return (
    <>
      <AggregatePane />
      <ShownValues />
    </>
  )
}

/** What the steps before this one give, by name. */
function useEarlier(at: number): readonly EarlierValue[] {
  const { draft } = useSteps()
  const queryClient = useQueryClient()
  const before = draft.binding.steps.slice(0, at)
  const known = useQueries({ queries: before.map((step) => stepQuery(queryClient, step)) })
  return before.flatMap(({ id }, place) =>
    (known[place]?.data?.values ?? []).map(({ path, type, jsonType }) => ({
      from: `${id}.${path}`,
      type,
      jsonType,
    })),
  )
}

/** What outputs are taken from: the row, the rows or the whole answer, as the step takes them. */
function useAnswer({ step, operation }: StepPanesProps): Operation['returns'] {
  const { data } = useQuery(stepQuery(useQueryClient(), step))
  const { returns } = operation
  if (step.take === undefined || returns === undefined || returns === null) return returns
  const object = data?.object ?? undefined
  if (object === undefined) return { ...returns, references: [] }
  return { ...returns, type: step.take === 'each' ? `${object}[]` : object, references: [object] }
}
