import type { Integration } from '@bindery/client'
import { type ReactNode, useState } from 'react'
import type { Call } from '../../api/client.ts'
import type { Environment } from '../../api/environment.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import type { Slot } from './environment-table.tsx'

interface CallsButtonProps {
  readonly integration: Integration
  readonly environment: Environment
  readonly calls: Slot['calls']
}

type Bounds = { readonly atOnce: number; readonly waiting: number } | null

const bound = (kind: string, environment: Environment) => (calls: Bounds) =>
  ((api) =>
    api.PATCH('/api/v1/integrations/{kind}', {
      params: { path: { kind } },
      body: { environments: { [environment]: { calls } } },
    })) satisfies Call<unknown>

/** How many calls of an environment may be under way at once; pressed, it asks for another number. */
export function CallsButton(props: CallsButtonProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const refusal = useRefusal('integrations:write')
  return (
    <>
      <Button look="quiet" refusal={refusal} title={t('providers.callsLead')} onClick={() => setIsOpen(true)}>
        {t('providers.callsAtOnce', { count: props.calls.atOnce })}
      </Button>
      {isOpen && <CallsSheet {...props} onClose={() => setIsOpen(false)} />}
    </>
  )
}

const most = { atOnce: 64, waiting: 4096 }

function CallsSheet(props: CallsButtonProps & { readonly onClose: () => void }): ReactNode {
  const { integration, environment, calls, onClose } = props
  const [atOnce, setAtOnce] = useState<number | undefined>(calls.atOnce)
  const [waiting, setWaiting] = useState<number | undefined>(calls.waiting)
  const call = bound(integration.kind, environment)
  const save = useCommand({ call, changes: [['integrations', integration.kind]], onDone: onClose })
  const wanted = atOnce === undefined || waiting === undefined ? undefined : { atOnce, waiting }
  return (
    <CommandSheet
      title={t('providers.calls')}
      lead={t('providers.callsLead')}
      onClose={onClose}
      submit={t('common.save')}
      call={call(wanted ?? calls)}
      isBusy={save.isRunning}
      error={save.error}
      onSubmit={() => {
        if (wanted !== undefined) save.run(wanted)
      }}
      other={
        !calls.isStandard && <Button onClick={() => save.run(null)}>{t('providers.callsStandard')}</Button>
      }
    >
      <NumberField
        label={t('providers.callsUnderWay')}
        least={1}
        most={most.atOnce}
        bounds={t('retention.bounds', { least: 1, most: most.atOnce })}
        value={atOnce}
        onChange={setAtOnce}
      />
      <NumberField
        label={t('providers.callsWaiting')}
        least={0}
        most={most.waiting}
        bounds={t('retention.bounds', { least: 0, most: most.waiting })}
        value={waiting}
        onChange={setWaiting}
      />
    </CommandSheet>
  )
}
