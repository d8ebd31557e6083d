import type { RenameGuess } from '@bindery/client'
import type { ReactNode } from 'react'
import { decideRename } from '../../api/changes.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { locale, t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Failure } from '../../ui/states.tsx'
import styles from './changes-page.module.css'

const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })

interface RenameListProps {
  readonly kind: string
  readonly renames: readonly RenameGuess[]
}

/** What looks renamed rather than gone and new; what a person says of it is remembered. */
export function RenameList({ kind, renames }: RenameListProps): ReactNode {
  if (renames.length === 0) return null
  return (
    <Card
      title={t('changes.renames')}
      count={t('common.showing', { shown: renames.length, total: renames.length })}
    >
      <ul className="list">
        {renames.map((rename) => (
          <Rename key={rename.fingerprint} kind={kind} rename={rename} />
        ))}
      </ul>
    </Card>
  )
}

function Rename({ kind, rename }: { readonly kind: string; readonly rename: RenameGuess }): ReactNode {
  const { owner, from, to, likeness, fingerprint, decision } = rename
  const refusal = useRefusal('integrations:write', 'everywhere')
  const deciding = useCommand({ call: decideRename(kind), changes: [['integrations', kind, 'diff']] })
  const says = (word: 'accepted' | 'rejected') => ({
    refusal,
    isBusy: deciding.isRunning,
    'aria-pressed': decision === word,
    onClick: () => deciding.run({ fingerprint, decision: word }),
  })
  return (
    <li className={styles.part}>
      <div className={styles.head}>
        <span className="faint">{t(`changes.kind_${rename.kind}`)}</span>
        <span className={styles.rename} dir="auto">
          {owner !== undefined && <span className="faint mono">{owner}.</span>}
          <del className="mono">{from}</del> <ins className="mono">{to}</ins>
        </span>
        <span className="dim num">{t('changes.likeness', { share: percent.format(likeness) })}</span>
        <span className="grow" />
        <Button {...says('accepted')}>
          {t(decision === 'accepted' ? 'changes.isRename' : 'changes.sayRename')}
          <span className="sr"> {`${from} ${to}`}</span>
        </Button>
        <Button look="quiet" {...says('rejected')}>
          {t(decision === 'rejected' ? 'changes.isNoRename' : 'changes.sayNoRename')}
          <span className="sr"> {`${from} ${to}`}</span>
        </Button>
      </div>
      {deciding.error !== null && <Failure error={deciding.error} />}
    </li>
  )
}
