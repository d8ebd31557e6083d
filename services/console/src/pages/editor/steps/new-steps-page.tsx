import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { StepsEditor } from './steps-editor.tsx'

/** A skill of several steps that nobody has saved yet: it begins with none. */
export function NewStepsPage(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId/steps/new' })
  return (
    <StepsEditor agentId={agentId} saved={{ toolName: t('steps.newName'), steps: [] }} skill={undefined} />
  )
}
