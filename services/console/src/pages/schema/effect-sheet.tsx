import { effects, type Operation } from '@bindery/client'
import { type ReactNode, useState } from 'react'
import type { Client } from '../../api/client.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { useTell } from '../../ui/toasts.tsx'

type Effect = (typeof effects)[number]

interface Word {
  readonly effect: Effect | null
  readonly reason: string
}

const sayEffect =
  (kind: string, operation: string) =>
  ({ effect, reason }: Word) =>
  (api: Client) =>
    api.PATCH('/api/v1/integrations/{kind}/operations/{operation}', {
      params: { path: { kind, operation } },
      body: { effect, ...(reason !== '' && { reason }) },
    })

interface EffectSheetProps {
  readonly kind: string
  readonly operation: Operation
  readonly onClose: () => void
}

/** How it is known what an operation does, and the operator's word on it. Safety hangs on it, so a reason is asked for. */
export function EffectSheet({ kind, operation, onClose }: EffectSheetProps): ReactNode {
  const [effect, setEffect] = useState<Effect>(operation.effect)
  const [reason, setReason] = useState('')
  const tell = useTell()
  const say = sayEffect(kind, operation.name)
  const command = useCommand({
    call: say,
    changes: [['integrations', kind], ['agents']],
    onDone: ({ data }) => {
      tell(t('schema.effectSaid', { count: data.affectedSkills.length }))
      onClose()
    },
  })
  return (
    <CommandSheet
      title={t('schema.effectTitle')}
      lead={operation.name}
      onClose={onClose}
      submit={t('common.save')}
      call={say({ effect, reason })}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run({ effect, reason })}
      other={
        operation.effectOrigin === 'operator' && (
          <Button size="large" onClick={() => command.run({ effect: null, reason: '' })}>
            {t('schema.effectTakeBack')}
          </Button>
        )
      }
    >
      <Evidence operation={operation} />
      <SelectField
        label={t('schema.effectIs')}
        value={effect}
        options={effects.map((each) => ({ value: each, label: t(`schema.effect_${each}`) }))}
        onChange={setEffect}
      />
      <Field
        label={t('schema.reason')}
        hint={t('schema.reasonHint')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
    </CommandSheet>
  )
}

function Evidence({ operation: { effectEvidence } }: { readonly operation: Operation }): ReactNode {
  return (
    <div>
      <h3>{t('schema.effectEvidence')}</h3>
      <ul>
        {effectEvidence.map(({ by, says, because }) => (
          <li key={`${by}-${because}`}>
            <b>{t(`schema.effect_${says}`)}</b>, {t(`schema.by_${by}`)}:{' '}
            <ProviderText>{because}</ProviderText>
          </li>
        ))}
      </ul>
    </div>
  )
}
