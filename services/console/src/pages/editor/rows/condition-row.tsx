import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { MenuItem } from '../../../ui/menu.tsx'
import { issuesAt, useEditor } from '../editor-context.tsx'
import {
  canFold,
  type Column,
  type Comparison,
  comparisonOf,
  comparisonsOf,
  type ConditionPlace,
  type FieldCondition,
  mostOptional,
  sourcesFor,
  valueSourceOf,
  withComparison,
  withField,
  withSource,
  withStepValue,
} from './condition.ts'
import { ConditionValue } from './condition-value.tsx'
import { conditionPointer, mayBeOptional } from './conditions.ts'
import { InlineSelect } from './inline-select.tsx'
import { ofLevel } from './of-level.ts'
import { RowActs } from './row-acts.tsx'
import { RowIssue } from './row-issue.tsx'
import styles from './rows.module.css'
import { comparedBy, sentOnly } from './sent.ts'
import { SentAs } from './sent-as.tsx'
import { SmallSwitch } from './small-switch.tsx'
import { tableModeOf } from './table-mode.ts'
import { useConditionEdits } from './use-condition-edits.ts'

interface ConditionRowProps {
  readonly place: ConditionPlace
  readonly condition: FieldCondition
  /** A guard of a write is never left out. */
  readonly isGuard: boolean
}

/** A condition as a sentence whose every word can be changed where it stands. */
export function ConditionRow({ place, condition, isGuard }: ConditionRowProps): ReactNode {
  const { columns, targets, validation, level } = useEditor()
  const pointer = conditionPointer(place, level.pointer)
  const column = comparedBy(condition, { columns, targets })
  const [issue] = issuesAt(validation, pointer)
  const { change, move, remove, orElse, onKeyDown, onDrop } = useConditionEdits(place, condition, column)
  const name = ofLevel(nameOf(place), level)
  return (
    // The keys have their equals in the menu of the row, and dropping in naming the parameter.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={styles.row}
      role="group"
      aria-label={name}
      data-pointer={pointer}
      data-bad={issue?.severity === 'error'}
      onKeyDown={onKeyDown}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <div className={styles.sentence}>
        <FieldAndComparison condition={condition} column={column} pointer={pointer} onChange={change} />
        <ConditionValue condition={condition} column={column} pointer={pointer} onChange={change} />
        <Aside
          place={place}
          condition={condition}
          column={column}
          pointer={pointer}
          onChange={change}
          isGuard={isGuard}
        />
        <RowIssue issue={issue} />
      </div>
      <RowActs name={name} onMove={move} onRemove={remove}>
        {place.way === undefined && condition.field !== undefined && (
          <MenuItem onPick={orElse}>{t('rows.orElse')}</MenuItem>
        )}
      </RowActs>
    </div>
  )
}

const nameOf = ({ at, way }: ConditionPlace): string =>
  way === undefined
    ? t('rows.condition', { number: at + 1 })
    : t('rows.way', { number: at + 1, way: way + 1 })

interface PartProps {
  readonly condition: FieldCondition
  readonly column: Column | undefined
  readonly pointer: string
  readonly onChange: (next: FieldCondition) => void
}

function FieldAndComparison({ condition, column, pointer, onChange }: PartProps): ReactNode {
  const { columns } = useEditor()
  return (
    <>
      <InlineSelect
        label={t('rows.field')}
        of="names"
        pointer={`${pointer}/field`}
        value={condition.field ?? ''}
        options={[
          ...(condition.argument === undefined ? [] : [{ value: '', label: t('rows.notTested') }]),
          ...columns.map(({ name }) => ({ value: name, label: name })),
        ]}
        onChange={(name) => {
          if (name === '') onChange(sentOnly(condition))
          const next = columns.find((each) => each.name === name)
          if (next !== undefined) onChange(withField(condition, next))
        }}
      />
      <InlineSelect
        label={t('rows.comparison')}
        pointer={`${pointer}/op`}
        value={comparisonOf(condition)}
        options={comparisonsFor(condition, column).map((value) => ({
          value,
          label: sayComparison(value, column),
        }))}
        onChange={(next) => onChange(withComparison(condition, next))}
      />
    </>
  )
}

/** What stands there stays among what can be chosen, though the field has it no more. */
function comparisonsFor(condition: FieldCondition, column: Column | undefined): readonly Comparison[] {
  const now = comparisonOf(condition)
  const known = comparisonsOf(column)
  return known.includes(now) ? known : [now, ...known]
}

const ranged = ['lt', 'lte', 'gt', 'gte'] as const

/** In the words of what the field holds: days and moments are before and after, not below and above. */
function sayComparison(comparison: Comparison, column: Column | undefined): string {
  const range = ranged.find((each) => each === comparison)
  const isTime = column?.type === 'date' || column?.type === 'datetime'
  return isTime && range !== undefined ? t(`rows.time_${range}`) : t(`rows.op_${comparison}`)
}

interface AsideProps extends PartProps {
  readonly place: ConditionPlace
  readonly isGuard: boolean
}

/** Where the value comes from, where it goes, and what is let go by. */
function Aside({ place, ...props }: AsideProps): ReactNode {
  const { condition, column, pointer, onChange } = props
  const { earlier } = useEditor()
  const source = valueSourceOf(condition)
  const [given] = earlier
  const known = [...sourcesFor(column, condition), ...(given === undefined ? [] : (['step'] as const))]
  if (source === undefined && condition.argument === undefined) return null
  return (
    <span className={styles.aside}>
      {source !== undefined && (
        <InlineSelect
          label={t('rows.source')}
          value={source}
          options={[...new Set([source, ...known])].map((value) => ({
            value,
            label: t(`rows.from_${value}`),
          }))}
          onChange={(next) => {
            if (next !== 'step') onChange(withSource(condition, next, column))
            else if (given !== undefined) onChange(withStepValue(condition, given.from))
          }}
        />
      )}
      <SentAs place={place} condition={condition} pointer={pointer} onChange={onChange} />
      {source !== undefined && <Flags {...props} isGiven={source === 'param'} />}
    </span>
  )
}

interface FlagsProps extends PartProps {
  readonly isGuard: boolean
  /** Agents give the value. */
  readonly isGiven: boolean
}

function Flags({ condition, column, pointer, onChange, isGuard, isGiven }: FlagsProps): ReactNode {
  const { draft, operation } = useEditor()
  const isOptional = condition.optional === true
  // Of an answer no statement is made.
  const mayBe = isOptional || tableModeOf(operation) === undefined || mayBeOptional(draft.binding)
  return (
    <>
      {(isOptional || (isGiven && !isGuard)) && (
        <SmallSwitch
          label={t('rows.optional')}
          pointer={`${pointer}/optional`}
          isOn={isOptional}
          refusal={mayBe ? undefined : t('rows.optionalFull', { count: mostOptional })}
          onSwitch={(isOn) => onChange(withFlag(condition, 'optional', isOn))}
        />
      )}
      {(condition.fold === true || canFold(column, condition)) && (
        <SmallSwitch
          label={t('rows.fold')}
          pointer={`${pointer}/fold`}
          isOn={condition.fold === true}
          onSwitch={(isOn) => onChange(withFlag(condition, 'fold', isOn))}
        />
      )}
    </>
  )
}

function withFlag(condition: FieldCondition, flag: 'optional' | 'fold', isOn: boolean): FieldCondition {
  const { [flag]: _before, ...rest } = condition
  return isOn ? { ...rest, [flag]: true } : rest
}
