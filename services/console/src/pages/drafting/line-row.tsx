import { type ReactNode } from 'react'
import type { BindingPlace } from '../../api/bindings.ts'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { type Meaning, Status } from '../../ui/marks.tsx'
import { Failure } from '../../ui/states.tsx'
import type { Line, Verdict } from './decisions.ts'
import styles from './goal-page.module.css'
import { useDecide } from './use-decide.ts'

const meanings: Readonly<Record<NonNullable<Line['strength']>, Meaning>> = {
  strong: 'ok',
  fair: 'warn',
  weak: 'bad',
}

interface LineRowProps {
  readonly place: BindingPlace
  readonly draftId: string
  readonly line: Line
  readonly verdict: Verdict | undefined
}

/** One line of a draft: what gets which value, how sure that is and by which signals, and what a person says. */
export function LineRow({ place, draftId, line, verdict }: LineRowProps): ReactNode {
  const { kind, name, strength, signals, others } = line
  const [target, source] = kind === 'input' ? [line.place, name] : [name, line.place]
  const refusal = useRefusal('skills:write')
  const deciding = useDecide(place, draftId)
  const decide = (said: Verdict) => () => deciding.run([{ kind, name, place: line.place, verdict: said }])
  return (
    <tr>
      <td className="mono">
        {target} ← {source}
        <small>{t(`drafting.kind_${kind}`)}</small>
      </td>
      <td>
        {strength !== null && <Status meaning={meanings[strength]}>{t(`drafting.is_${strength}`)}</Status>}
      </td>
      <td className="dim">
        {signals.join('; ')}
        {others.length > 0 && <small>{t('drafting.or', { names: others.slice(0, 3).join(', ') })}</small>}
      </td>
      <td aria-label={t('drafting.decision')}>
        <span className={styles.decision}>
          <Button
            aria-pressed={verdict === 'accept'}
            refusal={refusal}
            isBusy={deciding.isRunning}
            onClick={decide('accept')}
          >
            {t(verdict === 'accept' ? 'drafting.accepted' : 'drafting.accept')}
            <span className="sr"> {target}</span>
          </Button>
          <Button
            look="quiet"
            aria-pressed={verdict === 'reject'}
            refusal={refusal}
            isBusy={deciding.isRunning}
            onClick={decide('reject')}
          >
            {t(verdict === 'reject' ? 'drafting.rejected' : 'drafting.reject')}
            <span className="sr"> {target}</span>
          </Button>
        </span>
        {deciding.error !== null && <Failure error={deciding.error} />}
      </td>
    </tr>
  )
}
