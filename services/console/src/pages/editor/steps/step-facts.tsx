import type { Step } from '@bindery/client'
import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { InlineNumber } from '../rows/inline-number.tsx'
import { InlineSelect } from '../rows/inline-select.tsx'
import { InlineText } from '../rows/inline-text.tsx'
import { changeStep, renameStep, withTake } from './steps-edits.ts'
import { useSteps } from './steps-context.tsx'
import styles from './steps.module.css'
import { TellApart } from './tell-apart.tsx'

const takes = ['one', 'first', 'optional', 'each'] as const
const mostEach = 10

export interface StepPlace {
  readonly step: Step
  /** Among the steps, from 0. */
  readonly at: number
}

/** What a step is called, and what of its rows goes on. */
export function StepFacts({ step, at }: StepPlace): ReactNode {
  const { draft } = useSteps()
  return (
    <div className={styles.facts}>
      <label>
        <span>{t('steps.id')}</span>
        <InlineText
          label={t('steps.id')}
          look="plain"
          pointer="/id"
          value={step.id}
          onEnter={(id) => {
            if (!/^[a-z][a-z0-9_]{0,39}$/.test(id)) return t('steps.idForm')
            draft.edit(renameStep(draft.binding, at, id))
            return undefined
          }}
        />
      </label>
      <label>
        <span>{t('steps.take')}</span>
        <InlineSelect
          label={t('steps.take')}
          pointer="/take"
          value={step.take ?? 'all'}
          options={(['all', ...takes] as const).map((take) => ({
            value: take,
            label: t(`steps.take_${take}`),
          }))}
          onChange={(take) => draft.edit(withTake(draft.binding, at, take === 'all' ? undefined : take))}
        />
      </label>
      {(step.take === 'one' || step.take === 'optional') && <TellApart step={step} at={at} />}
      {step.take === 'each' && <EachFacts step={step} at={at} />}
      <p className="hint">{t(`steps.means_${step.take ?? 'all'}`)}</p>
    </div>
  )
}

/** How many rows later steps run for, and what is done with more. */
function EachFacts({ step: { max, more }, at }: StepPlace): ReactNode {
  const { draft } = useSteps()
  return (
    <>
      <label>
        <span>{t('editor.atMost')}</span>
        <InlineNumber
          label={t('steps.mostRows')}
          pointer="/max"
          value={max ?? mostEach}
          most={mostEach}
          onChange={(next) => draft.edit(changeStep(draft.binding, at, { max: next }))}
        />
      </label>
      <label>
        <span>{t('steps.more')}</span>
        <InlineSelect
          label={t('steps.more')}
          pointer="/more"
          value={more ?? 'refuse'}
          options={(['refuse', 'cut'] as const).map((value) => ({ value, label: t(`steps.more_${value}`) }))}
          onChange={(next) => draft.edit(changeStep(draft.binding, at, { more: next }))}
        />
      </label>
    </>
  )
}
