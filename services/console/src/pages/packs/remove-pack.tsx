import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { BindingPlace } from '../../api/bindings.ts'
import { removePack } from '../../api/packs.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { useTell } from '../../ui/toasts.tsx'

interface RemovePackProps {
  readonly place: BindingPlace
  readonly count: number
  readonly name: string
  readonly onClose: () => void
}

/** Takes what came from a pack away from an agent, edited or not. */
export function RemovePack({ place, count, name, onClose }: RemovePackProps): ReactNode {
  const tell = useTell()
  const navigate = useNavigate()
  const removing = useCommand({
    call: () => removePack(place),
    changes: [['agents'], ['session'], ['review']],
    onDone: ({ data }) => {
      tell(t('packs.removed', { count: data.length }))
      onClose()
    },
    goOn: () => void navigate({ to: '/agents/$agentId/packs', params: { agentId: place.agentId } }),
  })
  return (
    <CommandSheet
      title={t('packs.removeTitle', { name })}
      onClose={onClose}
      submit={t('packs.remove')}
      call={removePack(place)}
      isBusy={removing.isRunning}
      error={removing.error}
      onSubmit={() => removing.run(undefined)}
    >
      <p>{t('packs.removeBody', { count })}</p>
    </CommandSheet>
  )
}
