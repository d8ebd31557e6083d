import { type ReactNode, useState } from 'react'
import type { Call } from '../../api/client.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { ZoneField } from '../../ui/zone-field.tsx'

interface AgentZoneProps {
  readonly agentId: string
  readonly timezone: string | null
}

/** The time zone in which an agent means days; pressed, it asks for another one. */
export function AgentZone({ agentId, timezone }: AgentZoneProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const refusal = useRefusal('agents:write')
  return (
    <>
      <Button look="quiet" refusal={refusal} title={t('agents.zoneLead')} onClick={() => setIsOpen(true)}>
        {timezone ?? t('agents.noZone')}
      </Button>
      {isOpen && <ZoneSheet agentId={agentId} timezone={timezone} onClose={() => setIsOpen(false)} />}
    </>
  )
}

function ZoneSheet(props: AgentZoneProps & { readonly onClose: () => void }): ReactNode {
  const { agentId, timezone, onClose } = props
  const [wanted, setWanted] = useState(timezone ?? '')
  const change = (zone: string) =>
    ((api) =>
      api.PATCH('/api/v1/agents/{agentId}', {
        params: { path: { agentId } },
        body: { timezone: zone === '' ? null : zone },
      })) satisfies Call<unknown>
  const save = useCommand({ call: change, changes: [['agents']], onDone: onClose })
  return (
    <CommandSheet
      title={t('agents.zone')}
      lead={t('agents.zoneLead')}
      onClose={onClose}
      submit={t('common.save')}
      call={change(wanted)}
      isBusy={save.isRunning}
      error={save.error}
      onSubmit={() => save.run(wanted)}
    >
      <ZoneField label={t('agents.zone')} value={wanted} onChange={setWanted} />
    </CommandSheet>
  )
}
