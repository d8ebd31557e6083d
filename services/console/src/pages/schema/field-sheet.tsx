import { type Field as CatalogField, type Scoping, sensitivityClasses } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { scopingQuery, setScoping } from '../../api/catalog.ts'
import type { Client } from '../../api/client.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { useTell } from '../../ui/toasts.tsx'

type SensitivityClass = (typeof sensitivityClasses)[number]

interface Word {
  readonly sensitivityClass: SensitivityClass
  readonly reason: string
}

interface FieldSheetProps {
  readonly kind: string
  readonly object: string
  readonly field: CatalogField
  readonly onClose: () => void
}

/** The operator's words on a field: what kind of data it is, and whether anybody here may see it at all. */
export function FieldSheet({ kind, object, field, onClose }: FieldSheetProps): ReactNode {
  const [word, setWord] = useState<Word>({ sensitivityClass: field.sensitivityClass, reason: '' })
  const tell = useTell()
  const done = (): void => {
    tell(t('schema.wordSaid'))
    onClose()
  }
  const say =
    ({ sensitivityClass, reason }: Word) =>
    (api: Client) =>
      api.PATCH('/api/v1/integrations/{kind}/sensitivity', {
        params: { path: { kind } },
        body: {
          changes: [
            { on: 'field', object, field: field.name, sensitivityClass, ...(reason !== '' && { reason }) },
          ],
        },
      })
  const saying = useCommand({ call: say, changes: [['integrations', kind], ['agents']], onDone: done })
  return (
    <CommandSheet
      title={field.name}
      lead={object}
      onClose={onClose}
      submit={t('common.save')}
      call={say(word)}
      isBusy={saying.isRunning}
      error={saying.error}
      onSubmit={() => saying.run(word)}
      other={<BlockField kind={kind} name={`${object}.${field.name}`} onDone={done} />}
    >
      <SelectField
        label={t('schema.kindOfData')}
        value={word.sensitivityClass}
        options={sensitivityClasses.map((each) => ({ value: each, label: t(`schema.class_${each}`) }))}
        onChange={(sensitivityClass) => setWord({ ...word, sensitivityClass })}
      />
      <Field
        label={t('schema.reason')}
        hint={t('schema.reasonHint')}
        value={word.reason}
        maxLength={500}
        onChange={(event) => setWord({ ...word, reason: event.target.value })}
      />
      <p className="hint">{t('schema.blockHint')}</p>
    </CommandSheet>
  )
}

interface BlockFieldProps {
  readonly kind: string
  /** `Object.field`, as scoping names it. */
  readonly name: string
  readonly onDone: () => void
}

function BlockField({ kind, name, onDone }: BlockFieldProps): ReactNode {
  const { data } = useQuery(scopingQuery(kind))
  const blocking = useCommand({
    call: (scoping: Scoping) => setScoping(kind, scoping),
    changes: [['integrations'], ['agents']],
    onDone,
  })
  return (
    <Button
      size="large"
      isBusy={blocking.isRunning || data === undefined}
      onClick={() =>
        data !== undefined && blocking.run({ ...data, blockedFields: [...data.blockedFields, name] })
      }
    >
      {t('schema.block')}
    </Button>
  )
}
