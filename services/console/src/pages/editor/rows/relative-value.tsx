import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import type { ConditionValueProps } from './condition-value.tsx'
import { InlineNumber } from './inline-number.tsx'
import { InlineSelect } from './inline-select.tsx'
import { InlineText } from './inline-text.tsx'
import { basesFor, readRelative, type RelativeTime, unitsFor, writeRelative } from './relative-time.ts'

type Direction = 'exactly' | 'plus' | 'minus'
const directions: readonly Direction[] = ['exactly', 'plus', 'minus']

/** A day or moment counted from the call: "today plus 7 days". */
export function RelativeValue({ condition, column, pointer, onChange }: ConditionValueProps): ReactNode {
  const text = condition.relative ?? ''
  const time = readRelative(text)
  const place = `${pointer}/relative`
  const write = (next: RelativeTime): void => onChange({ ...condition, relative: writeRelative(next) })
  if (time === undefined)
    return (
      <InlineText
        label={t('rows.counted')}
        look="const"
        pointer={place}
        value={text}
        onEnter={(relative) => {
          onChange({ ...condition, relative })
          return undefined
        }}
      />
    )
  const { base, count, unit } = time
  return (
    <>
      <InlineSelect
        label={t('rows.base')}
        pointer={place}
        value={base}
        options={basesFor(column?.type).map((value) => ({ value, label: t(`rows.base_${value}`) }))}
        onChange={(next) => write({ ...time, base: next })}
      />
      <InlineSelect
        label={t('rows.direction')}
        value={directionOf(count)}
        options={directions.map((value) => ({ value, label: t(`rows.${value}`) }))}
        onChange={(next) => write({ ...time, count: countIn(next, count) })}
      />
      {count !== 0 && (
        <>
          <InlineNumber
            label={t('rows.amount')}
            value={Math.abs(count)}
            most={9999}
            onChange={(amount) => write({ ...time, count: count < 0 ? -amount : amount })}
          />
          <InlineSelect
            label={t('rows.unit')}
            value={unit}
            options={unitsFor(column?.type).map((value) => ({ value, label: t(`rows.unit_${value}`) }))}
            onChange={(next) => write({ ...time, unit: next })}
          />
        </>
      )}
    </>
  )
}

const directionOf = (count: number): Direction => (count === 0 ? 'exactly' : count < 0 ? 'minus' : 'plus')

function countIn(direction: Direction, count: number): number {
  const amount = Math.max(1, Math.abs(count))
  switch (direction) {
    case 'exactly':
      return 0
    case 'plus':
      return amount
    case 'minus':
      return -amount
  }
}
