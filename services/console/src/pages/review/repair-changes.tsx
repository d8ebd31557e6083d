import type { SkillDrift } from '@bindery/client'
import { TriangleAlert, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'
import styles from './review-page.module.css'

/** What the drafted repair changes in the binding, each place before and after. */
export function RepairChanges({ repair }: Pick<SkillDrift, 'repair'>): ReactNode {
  if (repair === null) return <Note icon={Wrench}>{t('review.noRepair')}</Note>
  return (
    <>
      <h3>{t('review.repair')}</h3>
      <p className="dim">{t(`review.repairBy_${repair.by}`)}</p>
      {repair.changes.length === 0 ? (
        <p>{t('review.compilesAgain')}</p>
      ) : (
        <ul className={styles.changes}>
          {repair.changes.map(({ path, before, after }) => (
            <li key={path}>
              <span className="mono">{path}</span>
              <span className={styles.pair}>
                <del className="mono">{show(before)}</del>
                <ins className="mono">{show(after)}</ins>
              </span>
            </li>
          ))}
        </ul>
      )}
      {repair.eases.length > 0 && (
        <Note meaning="warn" icon={TriangleAlert}>
          <b>{t('review.eases')}</b>
          {repair.eases.map((ease) => (
            <p key={ease}>{ease}</p>
          ))}
        </Note>
      )}
    </>
  )
}

function show(value: unknown): string {
  if (value === null || value === undefined) return t('review.nothing')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
