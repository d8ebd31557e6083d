import type { ImportedWorkflow } from '@bindery/client'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { type Meaning, Status } from '../../ui/marks.tsx'
import { IssueList } from './issue-list.tsx'
import styles from './workflows.module.css'

interface WorkflowResultProps {
  readonly agentId: string
  readonly workflow: ImportedWorkflow
  /** Nothing was stored. */
  readonly isTrial: boolean
}

/** What became of one workflow, or would. */
export function WorkflowResult({ agentId, workflow, isTrial }: WorkflowResultProps): ReactNode {
  const { workflowId, skill, binding, issues, findings } = workflow
  const [meaning, state] = isTrial ? trialOf(workflow) : stateOf(workflow)
  return (
    <section className={styles.workflow} aria-label={workflowId}>
      <header>
        <b translate="no">{workflowId}</b>
        <Status meaning={meaning}>{t(state)}</Status>
        <span className="grow" />
        {skill !== null && binding !== null && (
          <Link
            className={classOf('normal')}
            to="/agents/$agentId/bindings/$skillId"
            params={{ agentId, skillId: skill.id }}
          >
            {t('workflows.open')}
          </Link>
        )}
      </header>
      <IssueList title={t('workflows.says')} issues={issues} />
      <IssueList title={t('workflows.compiler')} issues={findings} />
      {issues.length + findings.length === 0 && <p className="hint">{t('workflows.nothing')}</p>}
    </section>
  )
}

type State = readonly [meaning: Meaning, text: Parameters<typeof t>[0] & `workflows.${string}`]

const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error'

function stateOf({ skill }: ImportedWorkflow): State {
  if (skill === null) return ['bad', 'workflows.isNone']
  return skill.status === 'draft' ? ['warn', 'workflows.isDraft'] : ['ok', 'workflows.isSkill']
}

function trialOf({ binding, issues, findings }: ImportedWorkflow): State {
  if (binding === null || findings.some(isError)) return ['bad', 'workflows.isNoneYet']
  return issues.some(isError) ? ['warn', 'workflows.wouldBeDraft'] : ['ok', 'workflows.wouldBe']
}
