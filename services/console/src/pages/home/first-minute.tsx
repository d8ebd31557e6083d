import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Circle } from 'lucide-react'
import type { ReactNode } from 'react'
import { agentsQuery } from '../../api/agents.ts'
import { integrationsQuery } from '../../api/integrations.ts'
import { useSession } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './home-page.module.css'

/** What the demo is tried with: a read that needs no parameter, so that nothing has to be typed to run it. */
const demo = { agent: 'demo', provider: 'clinic', goal: 'list the practitioners by name' }

interface Line {
  readonly name: 'start' | 'connect' | 'map' | 'publish'
  readonly says: string
  readonly isDone: boolean
  readonly action?: ReactNode
}

/** The way to the first published skill. The demo goes it without a key, an account or a word typed. */
export function FirstMinute(): ReactNode {
  const { integrations } = useSession()
  const agents = useQuery(agentsQuery)
  const begun = agents.data?.data.find(({ draftChanges }) => draftChanges > 0)
  const isConnected = integrations !== null && integrations > 0
  const lines: readonly Line[] = [
    { name: 'start', says: t('home.startSays'), isDone: true },
    {
      name: 'connect',
      says: isConnected ? t('home.connected', { count: integrations }) : t('home.connectSays'),
      isDone: isConnected,
      action: <ConnectLink look={isConnected ? 'normal' : 'primary'} />,
    },
    {
      name: 'map',
      says: t('home.mapSays'),
      isDone: begun !== undefined,
      action: <TryDemo look={begun === undefined ? 'primary' : 'normal'} />,
    },
    {
      name: 'publish',
      says: t(begun === undefined ? 'home.publishSays' : 'home.publishReady'),
      isDone: false,
      action: begun !== undefined && (
        <Link to="/agents/$agentId" params={{ agentId: begun.id }} className={classOf('primary')}>
          {t('home.publish')}
        </Link>
      ),
    },
  ]
  const done = lines.filter(({ isDone }) => isDone).length
  return (
    <Card title={t('home.firstMinute')} count={t('home.stepsDone', { done, total: lines.length })}>
      <ol>
        {lines.map(({ name, says, isDone, action }) => (
          <li key={name} className={styles.line}>
            <span className={isDone ? styles.done : 'faint'}>
              <Icon of={isDone ? Check : Circle} label={t(isDone ? 'home.done' : 'home.open')} />
            </span>
            <div className="grow">
              <b>{t(`home.${name}`)}</b>
              <p className="dim">{says}</p>
            </div>
            {action}
          </li>
        ))}
      </ol>
    </Card>
  )
}

type Look = 'primary' | 'normal'

const ConnectLink = ({ look }: { readonly look: Look }): ReactNode => (
  <Link to="/providers/new" search={{}} className={classOf(look)}>
    {t('home.connectOne')}
  </Link>
)

/** A goal over the demo, ready to be proposed; nothing where somebody took the demo away. */
function TryDemo({ look }: { readonly look: Look }): ReactNode {
  const session = useSession()
  const agents = useQuery(agentsQuery)
  const integrations = useQuery(integrationsQuery)
  const agent = agents.data?.data.find(({ name }) => name === demo.agent)
  const isThere = integrations.data?.data.some(({ kind }) => kind === demo.provider) === true
  if (!session.demo || agent === undefined || !isThere) return null
  return (
    <Link
      to="/agents/$agentId/auto"
      params={{ agentId: agent.id }}
      search={{ provider: demo.provider, goal: demo.goal }}
      className={classOf(look)}
    >
      {t('home.tryDemo')}
    </Link>
  )
}
