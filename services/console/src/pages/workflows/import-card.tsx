import type { ImportedArazzo } from '@bindery/client'
import type { ReactNode } from 'react'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Failure } from '../../ui/states.tsx'
import { DocumentField } from './document-field.tsx'
import { IssueList } from './issue-list.tsx'
import { SourceFields } from './source-fields.tsx'
import { type Importing, useImporting } from './use-importing.ts'
import { WorkflowResult } from './workflow-result.tsx'
import styles from './workflows.module.css'

/** A document of workflows, what would become of it, and what became of it. */
export function ImportCard({ agentId }: { readonly agentId: string }): ReactNode {
  const importing = useImporting(agentId)
  const { document, write, sources, choose, seen, error } = importing
  return (
    <Card title={t('workflows.importTitle')}>
      <div className={styles.body}>
        <p className="hint">{t('workflows.importLead')}</p>
        <DocumentField value={document} onChange={write} />
        {seen !== undefined && <SourceFields imported={seen.imported} chosen={sources} onChoose={choose} />}
        <Actions importing={importing} />
        {error !== null && <Failure error={error} />}
        {seen !== undefined && error === null && (
          <div className={styles.results}>
            <IssueList title={t('workflows.ofDocument')} issues={seen.imported.issues} />
            {seen.imported.workflows.map((workflow) => (
              <WorkflowResult
                key={workflow.workflowId}
                agentId={agentId}
                workflow={workflow}
                isTrial={seen.isTrial}
              />
            ))}
          </div>
        )}
      </div>
    </Card>
  )
}

function Actions({ importing }: { readonly importing: Importing }): ReactNode {
  const { seen, look, make, isLooking, isMaking } = importing
  const refusal = useRefusal('skills:write')
  const count = seen?.isTrial === true ? makeable(seen.imported) : 0
  return (
    <div className="row">
      <Button
        look={seen === undefined ? 'primary' : 'normal'}
        refusal={refusal}
        isBusy={isLooking}
        onClick={look}
      >
        {t('workflows.look')}
      </Button>
      {count > 0 && (
        <Button look="primary" refusal={refusal} isBusy={isMaking} onClick={make}>
          {t('workflows.make', { count })}
        </Button>
      )}
    </div>
  )
}

const makeable = ({ workflows }: ImportedArazzo): number =>
  workflows.filter(
    ({ binding, findings }) => binding !== null && !findings.some(({ severity }) => severity === 'error'),
  ).length
