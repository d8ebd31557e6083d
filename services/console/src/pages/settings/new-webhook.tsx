import { webhookEvents } from '@bindery/client'
import { type ReactNode, useState } from 'react'
import { useCommand } from '../../api/use-command.ts'
import { createWebhook, type NewWebhook as Wanted } from '../../api/webhooks.ts'
import { t } from '../../text/translate.ts'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { Field } from '../../ui/field.tsx'
import styles from './settings.module.css'
import { ShownOnce } from './shown-once.tsx'

const start: Wanted = { url: '', description: '', events: ['skill.failed', 'confirmation.requested'] }

/** Says which address is told of what, and shows this once what its messages are signed with. */
export function NewWebhook({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [wanted, setWanted] = useState(start)
  const command = useCommand({ call: createWebhook, changes: [['webhooks']] })
  const secret = command.data?.data.secret
  if (secret !== undefined) return <ShownOnce title={t('webhooks.secret')} value={secret} onClose={onClose} />
  return (
    <CommandSheet
      title={t('webhooks.new')}
      lead={t('webhooks.lead')}
      onClose={onClose}
      submit={t('webhooks.create')}
      call={createWebhook(wanted)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(wanted)}
    >
      <Field
        label={t('webhooks.url')}
        type="url"
        isMono
        required
        maxLength={2_000}
        value={wanted.url}
        onChange={({ target }) => setWanted({ ...wanted, url: target.value })}
      />
      <Field
        label={t('webhooks.description')}
        maxLength={500}
        value={wanted.description}
        onChange={({ target }) => setWanted({ ...wanted, description: target.value })}
      />
      <fieldset className={styles.choices}>
        <legend>{t('webhooks.events')}</legend>
        {webhookEvents.map((event) => (
          <label key={event}>
            <input
              type="checkbox"
              checked={wanted.events.includes(event)}
              onChange={({ target: { checked } }) =>
                setWanted({
                  ...wanted,
                  events: checked
                    ? [...wanted.events, event]
                    : wanted.events.filter((each) => each !== event),
                })
              }
            />
            <span className="mono">{event}</span>
          </label>
        ))}
      </fieldset>
    </CommandSheet>
  )
}
