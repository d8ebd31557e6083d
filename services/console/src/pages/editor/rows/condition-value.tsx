import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { useEditor } from '../editor-context.tsx'
import { toSnake } from '../outputs.ts'
import { type Column, type FieldCondition, valueSourceOf } from './condition.ts'
import { readFixed, writeFixed } from './fixed-value.ts'
import { InlineNumber } from './inline-number.tsx'
import { InlineSelect } from './inline-select.tsx'
import { InlineText } from './inline-text.tsx'
import { RelativeValue } from './relative-value.tsx'
import styles from './rows.module.css'

export interface ConditionValueProps {
  readonly condition: FieldCondition
  readonly column: Column | undefined
  readonly pointer: string
  readonly onChange: (next: FieldCondition) => void
}

/** What a field is compared with; nothing where it is only asked whether something is there. */
export function ConditionValue(props: ConditionValueProps): ReactNode {
  switch (valueSourceOf(props.condition)) {
    case 'param':
      return <GivenValue {...props} />
    case 'const':
      return <FixedValue {...props} />
    case 'relative':
      return <RelativeValue {...props} />
    case 'step':
      return <StepValue {...props} />
    case undefined:
      return null
  }
}

/** A value of an earlier step. */
function StepValue({ condition, pointer, onChange }: ConditionValueProps): ReactNode {
  const { earlier } = useEditor()
  return (
    <InlineSelect
      label={t('rows.stepValue')}
      of="names"
      pointer={`${pointer}/from`}
      value={condition.from ?? ''}
      options={earlier.map(({ from }) => ({ value: from, label: from }))}
      onChange={(from) => onChange({ ...condition, from })}
    />
  )
}

/** The name of what agents send, those that are known first. */
function GivenValue({ condition, pointer, onChange }: ConditionValueProps): ReactNode {
  const { parameters } = useEditor()
  return (
    <>
      <InlineText
        label={t('rows.parameter')}
        look="param"
        pointer={`${pointer}/param`}
        value={condition.param ?? ''}
        suggestions={parameters.map(({ name }) => name)}
        onEnter={(text) => {
          if (text.trim() !== '') onChange({ ...condition, param: toSnake(text) })
          return undefined
        }}
      />
      {condition.op === 'in' && (
        <label className={styles.switch}>
          <span className={styles.word}>{t('editor.atMost')}</span>
          <InlineNumber
            label={t('rows.mostValues')}
            pointer={`${pointer}/max`}
            value={condition.max ?? 50}
            most={50}
            onChange={(max) => onChange({ ...condition, max })}
          />
        </label>
      )}
    </>
  )
}

function FixedValue(props: ConditionValueProps): ReactNode {
  const { condition, column, pointer, onChange } = props
  const allowed = column?.jsonType === 'boolean' ? [true, false] : column?.allowedValues
  const isListed = allowed !== undefined && condition.op !== 'startsWith' && condition.op !== 'contains'
  if (isListed && condition.op === 'in') return <SeveralOf {...props} allowed={allowed} />
  if (isListed)
    return (
      <InlineSelect
        label={t('rows.value')}
        of="names"
        pointer={`${pointer}/const`}
        value={writeFixed(condition.const)}
        options={allowed.map((value) => ({ value: String(value), label: labelOf(value) }))}
        onChange={(text) =>
          onChange({ ...condition, const: allowed.find((value) => String(value) === text) ?? text })
        }
      />
    )
  const isList = condition.op === 'in'
  return (
    <InlineText
      label={t(isList ? 'rows.values' : 'rows.value')}
      look="const"
      pointer={`${pointer}/const`}
      value={writeFixed(condition.const)}
      {...(isList && { hint: t('rows.betweenCommas') })}
      onEnter={(text) => {
        const read = readFixed(text, column, condition.op)
        if (read === undefined) return t('rows.isNoValue', { type: column?.type ?? '' })
        onChange({ ...condition, const: read.value })
        return undefined
      }}
    />
  )
}

const labelOf = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? t(value ? 'rows.yes' : 'rows.no') : String(value)

interface SeveralOfProps extends ConditionValueProps {
  readonly allowed: readonly (string | number | boolean)[]
}

/** Any of the values that a field allows, at least one of them. */
function SeveralOf({ condition, allowed, pointer, onChange }: SeveralOfProps): ReactNode {
  const chosen: readonly unknown[] = Array.isArray(condition.const) ? condition.const : []
  return (
    <span
      className={styles.chips}
      role="group"
      aria-label={t('rows.values')}
      data-pointer={`${pointer}/const`}
    >
      {allowed.map((value) => (
        <button
          key={String(value)}
          type="button"
          className={styles.chip}
          translate="no"
          aria-pressed={chosen.includes(value)}
          onClick={() => {
            const next = allowed.filter((each) =>
              each === value ? !chosen.includes(each) : chosen.includes(each),
            )
            if (next.length > 0) onChange({ ...condition, const: next })
          }}
        >
          {labelOf(value)}
        </button>
      ))}
    </span>
  )
}
