import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { useEditor } from '../editor-context.tsx'
import { sourceOf, type Target } from '../source.ts'
import type { ConditionPlace, FieldCondition } from './condition.ts'
import { testedOnly } from './conditions.ts'
import { InlineSelect } from './inline-select.tsx'
import styles from './rows.module.css'
import { sendingOf, sentIn } from './sent.ts'
import { tableModeOf } from './table-mode.ts'

interface SentAsProps {
  readonly place: ConditionPlace
  readonly condition: FieldCondition
  readonly pointer: string
  readonly onChange: (next: FieldCondition) => void
}

/** The argument that a condition is sent in beside being tested, for the provider to leave rows out itself. */
export function SentAs({ place, condition, pointer, onChange }: SentAsProps): ReactNode {
  const { field, argument } = condition
  const targets = useSendable(place, condition)
  if (targets.length === 0 && argument === undefined) return null
  const tested = field === undefined ? [] : [{ value: '', label: t('rows.testedOnly') }]
  return (
    <span className={styles.switch}>
      <span className={styles.word} aria-hidden="true">
        {t('rows.sentAs')}
      </span>
      <InlineSelect
        label={t('rows.sentAs')}
        of="names"
        pointer={`${pointer}/argument`}
        value={argument ?? ''}
        options={[...tested, ...targets.map(({ name }) => ({ value: name, label: name }))]}
        onChange={(name) => {
          const target = targets.find((each) => each.name === name)
          onChange(target === undefined ? testedOnly(condition) : sentIn(condition, target))
        }}
      />
    </span>
  )
}

/** Arguments that nothing else fills. Tables compare by themselves, and what is one of several is tested as a whole. */
function useSendable({ way }: ConditionPlace, { argument }: FieldCondition): readonly Target[] {
  const { operation, targets, draft, level } = useEditor()
  // Of rows within rows nothing is sent.
  if (way !== undefined || level.leaf !== undefined || tableModeOf(operation) !== undefined) return []
  return targets.filter(
    (target) =>
      !(target.isTwin === true && target.slot === 'field') &&
      (target.name === argument ||
        (sourceOf(draft.binding, target) === undefined && sendingOf(draft.binding, target) === undefined)),
  )
}
