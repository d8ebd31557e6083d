import type { Scoping } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { scopingQuery, setScoping } from '../../api/catalog.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Failure } from '../../ui/states.tsx'
import styles from './provider-page.module.css'

/** What was blocked, so that nothing is hidden silently, and the way back. */
export function BlockedList({ kind }: { readonly kind: string }): ReactNode {
  const { data } = useQuery(scopingQuery(kind))
  const refusal = useRefusal('integrations:write', 'everywhere')
  const command = useCommand({
    call: (scoping: Scoping) => setScoping(kind, scoping),
    changes: [['integrations'], ['agents']],
  })
  if (data === undefined) return null
  const { blockedObjects, blockedFields } = data
  if (blockedObjects.length + blockedFields.length === 0) return null
  const rows = [
    ...blockedObjects.map((name) => ({
      name,
      next: { ...data, blockedObjects: without(blockedObjects, name) },
    })),
    ...blockedFields.map((name) => ({
      name,
      next: { ...data, blockedFields: without(blockedFields, name) },
    })),
  ]
  return (
    <Card title={t('providers.blocked')} count={t('providers.blockedWhy')}>
      {command.error !== null && <Failure error={command.error} />}
      <ul>
        {rows.map(({ name, next }) => (
          <li key={name} className={styles.job}>
            <span className="mono grow cut">{name}</span>
            <Button refusal={refusal} isBusy={command.isRunning} onClick={() => command.run(next)}>
              {t('providers.unblock')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const without = (names: readonly string[], name: string): string[] => names.filter((each) => each !== name)
