import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Empty } from '../../ui/states.tsx'
import styles from './connect-view.module.css'
import { connections, type ConnectionId } from './connections.ts'

/** How an assistant or a program calls the published skills. */
export function ConnectView(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId' })
  const { data } = useQuery(overviewQuery(agentId))
  const [chosen, setChosen] = useState<ConnectionId>('claude-code')
  const copy = useCopy()
  if (data === undefined) return null
  const connection = connections.find(({ id }) => id === chosen) ?? connections[0]
  const text = connection.write({ origin: globalThis.location.origin, agentId, agentName: data.agent.name })
  return (
    <div className={styles.place}>
      {data.version === null && <Empty>{t('agents.publishBeforeConnecting')}</Empty>}
      <Card
        title={t('agents.connectTitle')}
        actions={
          <Button look="primary" icon={Copy} onClick={() => copy(text)}>
            {t('common.copy')}
          </Button>
        }
      >
        <div className={styles.body}>
          <Segments
            label={t('agents.connectWith')}
            value={chosen}
            options={connections.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setChosen}
          />
          <pre translate="no" className={styles.snippet}>
            {text}
          </pre>
          <p className="hint">{t('agents.connectHint')}</p>
        </div>
      </Card>
    </div>
  )
}
