import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Call } from '../../api/client.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Field } from '../../ui/field.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'

interface Wanted {
  readonly name: string
  readonly description: string
}

const createAgent = ({ name, description }: Wanted) =>
  ((api) =>
    api.POST('/api/v1/agents', {
      body: { name, ...(description !== '' && { description }) },
    })) satisfies Call<unknown>

/** Asks for the name of an agent and makes it. */
export function NewAgent({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [wanted, setWanted] = useState<Wanted>({ name: '', description: '' })
  const navigate = useNavigate()
  const create = useCommand({
    call: createAgent,
    changes: [['agents']],
    goOn: ({ data }) => void navigate({ to: '/agents/$agentId', params: { agentId: data.id } }),
  })
  return (
    <CommandSheet
      title={t('agents.new')}
      onClose={onClose}
      submit={t('agents.create')}
      call={createAgent(wanted)}
      isBusy={create.isRunning}
      error={create.error}
      onSubmit={() => create.run(wanted)}
    >
      <Field
        label={t('agents.name')}
        hint={t('agents.nameHint')}
        required
        maxLength={100}
        value={wanted.name}
        onChange={(event) => setWanted({ ...wanted, name: event.target.value })}
      />
      <Field
        label={t('agents.description')}
        value={wanted.description}
        onChange={(event) => setWanted({ ...wanted, description: event.target.value })}
      />
    </CommandSheet>
  )
}
