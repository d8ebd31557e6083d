import type { PrepublishReport } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { overviewQuery, reportQuery } from '../../api/agents.ts'
import type { Call } from '../../api/client.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { ChangeList } from './change-list.tsx'
import styles from './publish-card.module.css'
import { ReportFacts } from './report-facts.tsx'
import { ReportWarnings } from './report-warnings.tsx'

/** What publishing would change, and the button that does it: the only step that live calls feel. */
export function PublishCard({ agentId }: { readonly agentId: string }): ReactNode {
  const overview = useQuery(overviewQuery(agentId))
  const { data, error, isPending, refetch } = useQuery(reportQuery(agentId))
  const number = (overview.data?.version?.number ?? 0) + 1
  const changes = data?.changes.length ?? 0
  const title = t('agents.publishTitle', { number })
  return (
    <Card title={title} {...(data !== undefined && { count: t('agents.changes', { count: changes }) })}>
      <div className={styles.body}>
        {isPending && <Skeleton rows={4} what={title} />}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {data !== undefined && changes === 0 && <p className="dim">{t('agents.nothingToPublish')}</p>}
        {data !== undefined && changes > 0 && <Publish agentId={agentId} report={data} number={number} />}
      </div>
    </Card>
  )
}

interface PublishProps {
  readonly agentId: string
  readonly report: PrepublishReport
  readonly number: number
}

type Acknowledged = 'failing_tests'[]
interface Publishing {
  readonly note: string
  readonly draftHash: string
  readonly acknowledge: Acknowledged
}

const publish =
  (agentId: string) =>
  ({ note, draftHash, acknowledge }: Publishing) =>
    ((api) =>
      api.POST('/api/v1/agents/{agentId}/publish', {
        params: { path: { agentId } },
        body: { draftHash, ...(note !== '' && { note }), ...(acknowledge.length > 0 && { acknowledge }) },
      })) satisfies Call<unknown>

function Publish({ agentId, report, number }: PublishProps): ReactNode {
  const [note, setNote] = useState('')
  const tell = useTell()
  const refusal = useRefusal('agents:write', 'everywhere')
  const failing = report.skills.some(({ tests, isEnabled }) => isEnabled && tests.failing.length > 0)
  const wanted = {
    note,
    draftHash: report.draftHash,
    acknowledge: failing ? (['failing_tests'] satisfies Acknowledged) : [],
  }
  const command = useCommand({
    call: publish(agentId),
    changes: [['agents']],
    onDone: ({ data }) => tell(t('agents.published', { number: data.number })),
  })
  return (
    <>
      <ChangeList changes={report.changes} />
      <ReportFacts report={report} />
      <ReportWarnings warnings={report.warnings} />
      <Field
        label={t('agents.note')}
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.target.value)}
      />
      {command.error !== null && <Failure error={command.error} />}
      <div className="row">
        <Button
          look="primary"
          size="large"
          isBusy={command.isRunning}
          refusal={refusal}
          onClick={() => command.run(wanted)}
        >
          {t(failing ? 'agents.publishFailing' : 'agents.publish', { number })}
        </Button>
        <CopyCurl call={publish(agentId)(wanted)} />
      </div>
      <p className="hint">
        {number === 1 ? t('agents.publishFirst') : t('agents.publishHint', { number, before: number - 1 })}
      </p>
    </>
  )
}
