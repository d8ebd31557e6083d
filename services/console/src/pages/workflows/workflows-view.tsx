import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ExportCard } from './export-card.tsx'
import { ImportCard } from './import-card.tsx'

/** Workflows of the Arazzo standard into the skills of an agent, and back. */
export function WorkflowsView(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId' })
  return (
    <div className="columns">
      <ImportCard agentId={agentId} />
      <ExportCard agentId={agentId} />
    </div>
  )
}
