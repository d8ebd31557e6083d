import type { PackUpgrade } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BindingPlace } from '../../api/bindings.ts'
import { upgradePack, upgradePlanQuery } from '../../api/packs.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { type Meaning, Note, Status } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import styles from './packs.module.css'

/** What the present version of a pack would change of what is installed, around the edits of operators. */
export function UpgradeCard({ place }: { readonly place: BindingPlace }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(upgradePlanQuery(place))
  const tell = useTell()
  const refusal = useRefusal('skills:write', 'everywhere')
  const upgrading = useCommand({
    call: () => upgradePack(place),
    changes: [['agents'], ['session']],
    onDone: (answer) => tell(t('packs.upgraded', { version: answer.data.version })),
  })
  const touched = data?.presets.filter(({ status }) => status !== 'current' && status !== 'available') ?? []
  return (
    <Card
      title={t('packs.upgradeTitle', { version: data?.version ?? '' })}
      count={t('common.showing', { shown: touched.length, total: data?.presets.length ?? 0 })}
    >
      {isPending && <Skeleton rows={4} what={t('packs.upgrade')} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      <ul className="list">
        {touched.map((preset) => (
          <UpgradeRow key={preset.preset} preset={preset} />
        ))}
      </ul>
      <div className={styles.foot}>
        <p className="dim">{t('packs.upgradeMeans')}</p>
        {upgrading.error !== null && <Failure error={upgrading.error} />}
        <div className="row">
          <Button
            size="large"
            refusal={refusal}
            isBusy={upgrading.isRunning}
            onClick={() => upgrading.run(undefined)}
          >
            {t('packs.upgrade')}
          </Button>
          <CopyCurl call={upgradePack(place)} />
        </div>
      </div>
    </Card>
  )
}

type Upgraded = PackUpgrade['presets'][number]

const meanings: Readonly<Record<Upgraded['status'], Meaning>> = {
  current: 'ok',
  unchanged: 'ok',
  available: 'ok',
  merged: 'ok',
  retired: 'warn',
  refused: 'warn',
}

function UpgradeRow({ preset }: { readonly preset: Upgraded }): ReactNode {
  const { preset: slug, status, from, conflicts, issues } = preset
  return (
    <li className={styles.preset}>
      <div className={styles.what}>
        <div className={styles.head}>
          <b className="mono">{slug}</b>
          {from !== null && <span className="faint">{t('packs.from', { version: from })}</span>}
        </div>
        <p className="dim">{t(`packs.means_${status}`)}</p>
        {conflicts.length > 0 && (
          <Note icon={TriangleAlert} meaning="warn">
            {t('packs.yoursStays', { places: conflicts.map(({ path }) => path.join('.')).join(', ') })}
          </Note>
        )}
        {issues.map(({ message }) => (
          <p key={message}>{message}</p>
        ))}
      </div>
      <Status meaning={meanings[status]}>{t(`packs.is_${status}`)}</Status>
    </li>
  )
}
