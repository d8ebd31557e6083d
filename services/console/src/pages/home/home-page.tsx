import type { ReactNode } from 'react'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Skeleton } from '../../ui/states.tsx'
import { AgentCalls } from './agent-calls.tsx'
import { AgentChanges } from './agent-changes.tsx'
import { AttentionList } from './attention-list.tsx'
import { FirstMinute } from './first-minute.tsx'
import { OwnApi } from './own-api.tsx'
import { useOwnPublish } from './own-publish.ts'

/** Until somebody has published something: the way there. Then: what needs a person. */
export function HomePage(): ReactNode {
  const published = useOwnPublish()
  return (
    <Page title={t('home.title')}>
      {published === 'unknown' && <Skeleton rows={4} what={t('home.title')} />}
      {published === 'no' && (
        <div className="columns">
          <FirstMinute />
          <OwnApi />
        </div>
      )}
      {published === 'yes' && (
        <div className="columns">
          <AttentionList />
          <div className="stack">
            <AgentCalls />
            <AgentChanges />
          </div>
        </div>
      )}
    </Page>
  )
}
