import type { QueryKey } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Call } from '../api/client.ts'
import { useRefusal } from '../api/session.ts'
import { useCommand } from '../api/use-command.ts'
import { t } from '../text/translate.ts'
import { Button } from '../ui/button.tsx'
import { CommandSheet } from '../ui/command-sheet.tsx'
import { ZoneField } from '../ui/zone-field.tsx'

interface ZoneButtonProps {
  readonly timezone: string | null
  /** What is of that zone. */
  readonly lead: string
  readonly scope: string
  readonly reach?: Parameters<typeof useRefusal>[1]
  /** Declares another zone, or none. */
  readonly change: (timezone: string | null) => Call<unknown>
  readonly changes: readonly QueryKey[]
}

/** The time zone of something; pressed, it asks for another one. */
export function ZoneButton(props: ZoneButtonProps): ReactNode {
  const { timezone, lead, scope, reach } = props
  const [isOpen, setIsOpen] = useState(false)
  const refusal = useRefusal(scope, reach)
  return (
    <>
      <Button look="quiet" refusal={refusal} title={lead} onClick={() => setIsOpen(true)}>
        {timezone ?? t('common.noTimeZone')}
      </Button>
      {isOpen && <ZoneSheet {...props} onClose={() => setIsOpen(false)} />}
    </>
  )
}

function ZoneSheet(props: ZoneButtonProps & { readonly onClose: () => void }): ReactNode {
  const { timezone, lead, change, changes, onClose } = props
  const [wanted, setWanted] = useState(timezone ?? '')
  const call = (zone: string): Call<unknown> => change(zone === '' ? null : zone)
  const save = useCommand({ call, changes, onDone: onClose })
  return (
    <CommandSheet
      title={t('common.timeZone')}
      lead={lead}
      onClose={onClose}
      submit={t('common.save')}
      call={call(wanted)}
      isBusy={save.isRunning}
      error={save.error}
      onSubmit={() => save.run(wanted)}
    >
      <ZoneField label={t('common.timeZone')} value={wanted} onChange={setWanted} />
    </CommandSheet>
  )
}
