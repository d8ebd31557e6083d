import type { TransformTrial } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { transformTrialQuery } from '../../api/transforms.ts'
import { t } from '../../text/translate.ts'
import { Icon } from '../../ui/icon.tsx'
import { Failure } from '../../ui/states.tsx'
import { toConstant } from './fit.ts'
import styles from './transform-sample.module.css'
import type { TransformSubject } from './transform-subject.ts'
import { useSettled } from './use-settled.ts'

interface TransformSampleProps {
  readonly transform: string
  readonly subject: TransformSubject
}

/** After the last key, in ms, the server is asked what comes out. */
const settleMs = 150

/** A value before and after the expression: one of the last test, an example, or what somebody types here. */
export function TransformSample({
  transform,
  subject: { jsonType, sample },
}: TransformSampleProps): ReactNode {
  const [typed, setTyped] = useState<string>()
  const id = useId()
  const text = typed ?? (sample === undefined ? '' : asText(sample.value))
  const settled = useSettled(text, settleMs)
  const value = typed === undefined ? sample?.value : toConstant(settled, jsonType)?.value
  const asked = useSettled(transform, settleMs)
  const isAsked = asked !== '' && value !== undefined && text !== ''
  const trial = useQuery({ ...transformTrialQuery({ transform: asked, value }), enabled: isAsked })
  const isLong = jsonType === 'object' || jsonType === 'array' || text.length > 60
  return (
    <div className={styles.sample} role="group" aria-label={t('editor.sample')}>
      <label className={styles.before} htmlFor={id}>
        <span>
          {t('editor.before')} <span className="faint">{t(originOf(typed, sample?.from))}</span>
        </span>
        {isLong ? (
          <textarea
            id={id}
            className={`mono ${styles.value}`}
            rows={3}
            spellCheck={false}
            value={text}
            onChange={(event) => setTyped(event.target.value)}
          />
        ) : (
          <input
            id={id}
            className={`mono ${styles.value}`}
            spellCheck={false}
            value={text}
            placeholder={t('editor.typeSample')}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </label>
      <Icon of={ArrowRight} size="small" />
      <div className={styles.after}>
        <span>{t('editor.after')}</span>
        <output className={`mono ${styles.value}`} htmlFor={id}>
          {settled !== '' && value === undefined && <i>{t('editor.noSuchValue', { type: jsonType })}</i>}
          {isAsked && trial.data !== undefined && <After trial={trial.data} />}
        </output>
      </div>
      {isAsked && trial.error !== null && <Failure error={trial.error} />}
    </div>
  )
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const originOf = (typed: string | undefined, from: 'test' | 'example' | undefined) =>
  typed !== undefined || from === undefined
    ? ('editor.sampleTyped' as const)
    : (`editor.sampleFrom_${from}` as const)

/** Characters of a result that are shown. */
const longest = 2_000

function After({ trial: { status, value, problems } }: { readonly trial: TransformTrial }): ReactNode {
  if (status === 'value') return asText(value).slice(0, longest)
  if (status === 'nothing') return <i>{t('editor.givesNothing')}</i>
  if (status === 'unreadable') return <i>{t('editor.cannotBeRead')}</i>
  return <span className={styles.bad}>{problems[0]?.message}</span>
}
