import { useNavigate, useSearch } from '@tanstack/react-router'
import { Radio } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ExecutionFilter } from '../../api/executions.ts'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import styles from './activity-page.module.css'
import { useLive } from './use-live.ts'

/** Whether new calls are told of. */
export function LiveSwitch(): ReactNode {
  const { live } = useSearch({ from: '/activity' })
  const navigate = useNavigate()
  const refusal = useRefusal('logs:read')
  return (
    <span className={styles.live}>
      <span aria-hidden="true">{t('activity.live')}</span>
      <Switch
        label={t('activity.live')}
        isOn={live === 'on'}
        refusal={refusal}
        onSwitch={(isOn) =>
          void navigate({
            to: '/activity',
            search: ({ live: _before, ...search }) => (isOn ? { ...search, live: 'on' } : search),
            replace: true,
          })
        }
      />
    </span>
  )
}

interface NewsProps {
  readonly filter: ExecutionFilter
  readonly onShow: () => void
}

/** Says how many calls have ended meanwhile, and shows them when that is asked for: what is being read stays in its place. */
export function News({ filter, onShow }: NewsProps): ReactNode {
  const { news, isMore, state, seen } = useLive(filter)
  const says = isMore ? t('activity.manyNew') : t('activity.new', { count: news })
  const hasNews = news > 0 || isMore
  return (
    <div className={styles.news}>
      <span role="status">
        {state === 'lost' && t('activity.lost')}
        {state === 'refused' && t('activity.refused')}
        {state === 'following' && (hasNews ? says : t('activity.following'))}
      </span>
      {hasNews && (
        <Button
          icon={Radio}
          onClick={() => {
            seen()
            onShow()
          }}
        >
          {t('activity.showNew')}
        </Button>
      )}
    </div>
  )
}
