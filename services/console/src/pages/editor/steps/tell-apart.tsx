import { useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { IconButton } from '../../../ui/button.tsx'
import { type Path, pathText } from '../outputs.ts'
import { InlineSelect } from '../rows/inline-select.tsx'
import { stepQuery } from './describe-step.ts'
import type { StepPlace } from './step-facts.tsx'
import { changeStep } from './steps-edits.ts'
import { useSteps } from './steps-context.tsx'
import styles from './steps.module.css'

/** Fields by which several rows are told apart, at most. */
const mostNames = 4

/** The fields that are shown as choices when several rows fit. */
export function TellApart({ step, at }: StepPlace): ReactNode {
  const { draft } = useSteps()
  const { data } = useQuery(stepQuery(useQueryClient(), step))
  const names = step.distinguishBy ?? []
  const free = (data?.values ?? []).filter(({ path }) => !names.some((name) => pathText(name) === path))
  const choose = (next: readonly Path[]): void =>
    draft.edit(
      changeStep(draft.binding, at, {
        distinguishBy: next.map((path) => (typeof path === 'string' ? path : [...path])),
      }),
    )
  return (
    <div className={styles.apart} role="group" aria-label={t('steps.apart')} data-pointer="/distinguishBy">
      <span>{t('steps.apart')}</span>
      {names.map((name) => (
        <span key={pathText(name)} className={styles.chip}>
          <code translate="no">{pathText(name)}</code>
          <IconButton
            icon={X}
            label={t('steps.notApart', { name: pathText(name) })}
            onClick={() => choose(names.filter((other) => other !== name))}
          />
        </span>
      ))}
      {names.length < mostNames && free.length > 0 && (
        <InlineSelect
          label={t('steps.addApart')}
          value=""
          options={[
            { value: '', label: t('steps.addApart') },
            ...free.map(({ path }) => ({ value: path, label: path })),
          ]}
          onChange={(path) => path !== '' && choose([...names, path])}
        />
      )}
    </div>
  )
}
