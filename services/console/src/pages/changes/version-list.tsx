import type { CatalogVersion } from '@bindery/client'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { atTime, since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Tag } from '../../ui/marks.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import styles from './changes-page.module.css'
import { type Range, toRange } from './changes-search.ts'

interface VersionListProps {
  readonly kind: string
  readonly versions: readonly CatalogVersion[]
  readonly range: Range | undefined
}

/** The server keeps the newest ones. */
const mostVersions = 50

/** The catalogs that were discovered, each leading to what it changed against the one before. */
export function VersionList({ kind, versions, range }: VersionListProps): ReactNode {
  const shown = t('common.showing', { shown: versions.length, total: versions.length })
  return (
    <Card
      title={t('changes.versions')}
      count={versions.length === mostVersions ? t('changes.newest', { count: mostVersions }) : shown}
    >
      <div className="list">
        {versions.map((version, at) => {
          const before = versions[at + 1]
          const row = <Version version={version} />
          if (before === undefined)
            return (
              <div key={version.catalogHash} className={styles.version}>
                {row}
              </div>
            )
          const step = { from: before.catalogHash, to: version.catalogHash }
          const isOpen = range?.to === step.to && range.from === step.from
          return (
            <Link
              key={version.catalogHash}
              to="/providers/$kind/changes/$range"
              params={{ kind, range: toRange(step) }}
              aria-current={isOpen ? 'true' : undefined}
              className={styles.version}
            >
              {row}
            </Link>
          )
        })}
      </div>
    </Card>
  )
}

function Version({ version }: { readonly version: CatalogVersion }): ReactNode {
  const { catalogHash, environments, isCurrent, discoveredAt } = version
  return (
    <>
      <TwoLines
        name={<span className="mono">{catalogHash.replace('sha256:', '').slice(0, 8)}</span>}
        below={
          <time dateTime={discoveredAt} title={atTime(discoveredAt)}>
            {since(discoveredAt)}
          </time>
        }
      />
      {isCurrent && <Tag meaning="ok">{t('changes.current')}</Tag>}
      {environments.map((environment) => (
        <Tag key={environment} meaning="line">
          {environment}
        </Tag>
      ))}
    </>
  )
}
