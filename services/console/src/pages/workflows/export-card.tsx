import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { exportQuery } from '../../api/workflows.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { JsonText } from '../../ui/json-text.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import styles from './workflows.module.css'

/** The skills of an agent as workflows, and which of them cannot be. */
export function ExportCard({ agentId }: { readonly agentId: string }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(exportQuery(agentId))
  const workflows = data === undefined ? [] : workflowsIn(data.document)
  const save = (): void => {
    const text = JSON.stringify(data?.document, undefined, 2)
    saveFile(new Blob([text], { type: 'application/json' }), 'arazzo.json')
  }
  return (
    <Card
      title={t('workflows.exportTitle')}
      {...(data !== undefined && { count: t('workflows.exported', { count: workflows.length }) })}
      actions={
        workflows.length > 0 && (
          <Button icon={Download} onClick={save}>
            {t('workflows.download')}
          </Button>
        )
      }
    >
      <div className={styles.body}>
        <p className="hint">{t('workflows.exportLead')}</p>
        {isPending && <Skeleton rows={3} what={t('workflows.exportTitle')} />}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {data !== undefined &&
          (workflows.length === 0 ? (
            <Empty>{t('workflows.noneToExport')}</Empty>
          ) : (
            <JsonText value={data.document} label={t('workflows.exportTitle')} />
          ))}
        {data !== undefined && data.leftOut.length > 0 && (
          <details>
            <summary>{t('workflows.leftOut', { count: data.leftOut.length })}</summary>
            <ul className={styles.issues}>
              {data.leftOut.map(({ skillId, functionName, why }) => (
                <li key={skillId}>
                  <code translate="no">{functionName}</code> {why}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  )
}

function workflowsIn(document: { readonly [name: string]: unknown }): readonly unknown[] {
  const { workflows } = document
  return Array.isArray(workflows) ? workflows : []
}
