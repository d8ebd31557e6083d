import type { ImportedArazzo } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { integrationsQuery } from '../../api/integrations.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { importWorkflows } from '../../api/workflows.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { Failure } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { DocumentField } from './document-field.tsx'
import { IssueList } from './issue-list.tsx'
import { WorkflowResult } from './workflow-result.tsx'
import styles from './workflows.module.css'

/** What was answered, and to which document: what is typed afterwards is another one. */
interface Seen {
  readonly imported: ImportedArazzo
  readonly isTrial: boolean
}

/** A document is looked at first, and becomes skills when the operator has seen what would become of it. */
export function ImportCard({ agentId }: { readonly agentId: string }): ReactNode {
  const [document, setDocument] = useState('')
  const [sources, setSources] = useState<Readonly<Record<string, string>>>({})
  const [seen, setSeen] = useState<Seen>()
  const refusal = useRefusal('skills:write')
  const tell = useTell()
  const call = importWorkflows(agentId)
  const look = useCommand({
    call,
    changes: [],
    onDone: ({ data }) => setSeen({ imported: data, isTrial: true }),
  })
  const make = useCommand({
    call,
    changes: [['agents']],
    onDone: ({ data }) => {
      setSeen({ imported: data, isTrial: false })
      tell(t('workflows.made', { count: data.workflows.filter(({ skill }) => skill !== null).length }))
    },
  })
  const ask = (chosen: Readonly<Record<string, string>>): void => {
    make.reset()
    look.run({ document, sources: { ...chosen }, dryRun: true })
  }
  const error = make.error ?? look.error
  return (
    <Card title={t('workflows.importTitle')}>
      <div className={styles.body}>
        <p className="hint">{t('workflows.importLead')}</p>
        <DocumentField
          value={document}
          onChange={(text) => {
            setDocument(text)
            setSources({})
            setSeen(undefined)
          }}
        />
        {seen !== undefined && (
          <Sources
            imported={seen.imported}
            chosen={sources}
            onChoose={(name, kind) => {
              const chosen = { ...sources, [name]: kind }
              setSources(chosen)
              ask(chosen)
            }}
          />
        )}
        <div className="row">
          <Button
            look={seen === undefined ? 'primary' : 'normal'}
            refusal={refusal}
            isBusy={look.isRunning}
            onClick={() => ask(sources)}
          >
            {t('workflows.look')}
          </Button>
          {seen?.isTrial === true && makeable(seen.imported) > 0 && (
            <Button
              look="primary"
              refusal={refusal}
              isBusy={make.isRunning}
              onClick={() => make.run({ document, sources: { ...sources }, dryRun: false })}
            >
              {t('workflows.make', { count: makeable(seen.imported) })}
            </Button>
          )}
        </div>
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

const makeable = ({ workflows }: ImportedArazzo): number =>
  workflows.filter(
    ({ binding, findings }) => binding !== null && !findings.some(({ severity }) => severity === 'error'),
  ).length

interface SourcesProps {
  readonly imported: ImportedArazzo
  /** What the operator said, before the server has heard of it. */
  readonly chosen: Readonly<Record<string, string>>
  readonly onChoose: (name: string, kind: string) => void
}

/** Which provider each description of the document is. */
function Sources({ imported, chosen, onChoose }: SourcesProps): ReactNode {
  const { data } = useQuery(integrationsQuery)
  const providers = (data?.data ?? []).filter(({ type }) => type === 'openapi')
  return imported.sources.map(({ name, integration }) => (
    <SelectField
      key={name}
      label={t('workflows.source', { name })}
      value={chosen[name] ?? integration ?? ''}
      options={[
        ...(integration === null ? [{ value: '', label: t('workflows.sourceNone') }] : []),
        ...providers.map((provider) => ({ value: provider.kind, label: provider.name })),
      ]}
      onChange={(kind) => {
        if (kind !== '') onChoose(name, kind)
      }}
    />
  ))
}
