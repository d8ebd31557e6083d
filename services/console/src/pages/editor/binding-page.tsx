import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { bindingQuery } from '../../api/bindings.ts'
import { operationQuery } from '../../api/catalog.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { Editor } from './editor.tsx'
import { StepsPage } from './steps/steps-page.tsx'

/** A saved binding, and what it would become. */
export function BindingPage(): ReactNode {
  const { agentId, skillId } = useParams({ from: '/agents/$agentId/bindings/$skillId' })
  const agent = useQuery(overviewQuery(agentId))
  const row = agent.data?.skills.find((each) => each.skillId === skillId)?.row
  const kind = row?.steps === null ? row.integration : ''
  const skill = useQuery({ ...bindingQuery({ agentId, kind }, skillId), enabled: kind !== '' })
  const name = skill.data?.operation
  const operation = useQuery({ ...operationQuery(kind, name ?? ''), enabled: name !== undefined })
  const error = agent.error ?? skill.error ?? operation.error
  if (error !== null)
    return (
      <Page title={t('editor.binding')}>
        <Failure error={error} />
      </Page>
    )
  if (agent.data !== undefined && row === undefined)
    return (
      <Page title={t('editor.binding')}>
        <Empty>{t('editor.noSuchSkill')}</Empty>
      </Page>
    )
  if (typeof row?.steps === 'number') return <StepsPage agentId={agentId} skillId={skillId} />
  if (skill.data === undefined || operation.data === undefined)
    return (
      <Page title={t('editor.binding')}>
        <Skeleton rows={8} what={t('editor.binding')} />
      </Page>
    )
  return (
    <Editor
      // What somebody else has saved begins anew; an edit of what was before is offered in it.
      key={JSON.stringify(skill.data.binding)}
      place={{ agentId, kind }}
      operation={operation.data}
      saved={skill.data.binding}
      skill={skill.data}
    />
  )
}
