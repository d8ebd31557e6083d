import type { ReactNode } from 'react'
import { TriangleAlert } from 'lucide-react'
import { t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { acknowledgementsFor, isAcknowledgement } from './acknowledgements.ts'
import { type Switching, switchSkill } from './use-switch.ts'

/** What is said of the skill before it is enabled. */
export interface Asked {
  readonly id: string
  readonly functionName: string
  readonly operation: string
  readonly integrations: readonly string[]
  readonly isWrite: boolean
}

interface EnableWriteProps {
  readonly agentId: string
  readonly skill: Asked
  /** What enables it, and what the server asked to be acknowledged or refused the last time. */
  readonly by: Switching
  readonly onClose: () => void
}

/** Says what enabling a skill allows before it is allowed. */
export function EnableWrite({ agentId, skill, by, onClose }: EnableWriteProps): ReactNode {
  const { error, isRunning, enable } = by
  const named = acknowledgementsFor(skill.isWrite, error)
  const acknowledge = named.map(({ word }) => word)
  return (
    <CommandSheet
      title={t('agents.enableTitle', { name: skill.functionName })}
      onClose={onClose}
      submit={t('agents.enable')}
      call={switchSkill(agentId, skill.id)({ to: 'enable', acknowledge })}
      isBusy={isRunning}
      error={error !== null && isAcknowledgement(error) ? null : error}
      onSubmit={() => enable(acknowledge)}
    >
      {skill.isWrite && (
        <Note meaning="warn" icon={TriangleAlert}>
          {t('agents.enableWrite', { operation: skill.operation, provider: skill.integrations.join(', ') })}
        </Note>
      )}
      {named
        .flatMap(({ messages }) => messages)
        .map((message) => (
          <Note key={message} meaning="warn" icon={TriangleAlert}>
            {message}
          </Note>
        ))}
    </CommandSheet>
  )
}
