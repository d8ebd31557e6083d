import type { Secret } from '@bindery/client'
import { type ReactNode, useState } from 'react'
import { createSecret, deleteSecret, replaceSecret, type TypedSecret } from '../../api/secrets.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { Field } from '../../ui/field.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { SecretField } from '../connect/secret-field.tsx'

/** What a command that is copied has where the secret would be. */
const placeholder = '<value>'
const changes = [['secrets']]

interface SheetProps {
  readonly onClose: () => void
}

/** Keeps a value under a name. */
export function NewSecret({ onClose }: SheetProps): ReactNode {
  const [secret, setSecret] = useState<TypedSecret>({ name: '', value: '' })
  const tell = useTell()
  const command = useCommand({
    call: createSecret,
    holdsSecret: true,
    changes,
    onDone: ({ data }) => {
      tell(t('secrets.created', { name: data.name }))
      onClose()
    },
  })
  return (
    <CommandSheet
      title={t('secrets.new')}
      lead={t('secrets.lead')}
      onClose={onClose}
      submit={t('secrets.create')}
      call={createSecret({ ...secret, value: placeholder })}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(secret)}
    >
      <Field
        label={t('secrets.name')}
        required
        maxLength={120}
        value={secret.name}
        onChange={({ target }) => setSecret({ ...secret, name: target.value })}
      />
      <Value typed={secret.value} onType={(value) => setSecret({ ...secret, value })} />
    </CommandSheet>
  )
}

interface ChangeProps extends SheetProps {
  readonly secret: Secret
}

/** Puts another value in its place; whatever refers to it has that from the next call on. */
export function ReplaceSecret({ secret: { id, name }, onClose }: ChangeProps): ReactNode {
  const [value, setValue] = useState('')
  const tell = useTell()
  const command = useCommand({
    call: (typed: string) => replaceSecret(id, typed),
    holdsSecret: true,
    changes,
    onDone: () => {
      tell(t('secrets.replaced', { name }))
      onClose()
    },
  })
  return (
    <CommandSheet
      title={t('secrets.replaceTitle', { name })}
      lead={t('secrets.replaceLead')}
      onClose={onClose}
      submit={t('secrets.replace')}
      call={replaceSecret(id, placeholder)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(value)}
    >
      <Value typed={value} onType={setValue} />
    </CommandSheet>
  )
}

/** Destroys it. */
export function DeleteSecret({ secret: { id, name }, onClose }: ChangeProps): ReactNode {
  const tell = useTell()
  const command = useCommand({
    call: deleteSecret,
    changes,
    onDone: () => {
      tell(t('secrets.deleted', { name }))
      onClose()
    },
  })
  return (
    <CommandSheet
      title={t('secrets.deleteTitle', { name })}
      onClose={onClose}
      submit={t('common.delete')}
      call={deleteSecret(id)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(id)}
    >
      <p>{t('secrets.deleteBody')}</p>
    </CommandSheet>
  )
}

interface ValueProps {
  readonly typed: string
  readonly onType: (value: string) => void
}

const Value = ({ typed, onType }: ValueProps): ReactNode => (
  <SecretField
    label={t('secrets.value')}
    hint={t('secrets.valueHint')}
    required
    autoComplete="new-password"
    typed={typed}
    onChange={({ target }) => onType(target.value)}
  />
)
