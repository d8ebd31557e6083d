import type { AgentVersion } from '@bindery/client'
import type { ReactNode } from 'react'
import type { Call } from '../../api/client.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { useTell } from '../../ui/toasts.tsx'

interface RollBackProps {
  readonly agentId: string
  readonly version: AgentVersion
  readonly onClose: () => void
}

const rollBack = (agentId: string, versionId: string) =>
  ((api) =>
    api.POST('/api/v1/agents/{agentId}/rollback', {
      params: { path: { agentId } },
      body: { versionId },
    })) satisfies Call<unknown>

/** Makes an older version the live one; the draft stays as it is. */
export function RollBack({ agentId, version, onClose }: RollBackProps): ReactNode {
  const tell = useTell()
  const command = useCommand({
    call: (versionId: string) => rollBack(agentId, versionId),
    changes: [['agents']],
    onDone: () => {
      tell(t('agents.rolledBack', { number: version.number }))
      onClose()
    },
  })
  return (
    <CommandSheet
      title={t('agents.rollBackTitle', { number: version.number })}
      onClose={onClose}
      submit={t('common.confirm')}
      call={rollBack(agentId, version.id)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(version.id)}
    >
      <p>{t('agents.rollBackBody')}</p>
    </CommandSheet>
  )
}
