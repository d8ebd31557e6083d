import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { indexQuery } from '../../../api/catalog.ts'
import { integrationsQuery } from '../../../api/integrations.ts'
import { t } from '../../../text/translate.ts'
import { Button } from '../../../ui/button.tsx'
import { ChoiceField } from '../../../ui/choice-field.tsx'
import { toOperationEntries } from '../../schema/operation-entries.ts'
import { searchRows } from '../../schema/search-rows.ts'
import styles from './steps.module.css'

/** What a step calls. */
export interface Picked {
  readonly integration: string
  readonly operation: string
}

interface OperationPickerProps {
  readonly start: Picked
  /** What the button does with what was picked. */
  readonly does: string
  readonly onPick: (picked: Picked) => void
}

/** Operations that the browser offers at once. */
const mostOffered = 50

/** A provider and one of its operations: typing narrows those that are offered, and the first one counts. */
export function OperationPicker({ start, does, onPick }: OperationPickerProps): ReactNode {
  const [kind, setKind] = useState(start.integration)
  const [typed, setTyped] = useState(start.operation)
  const id = useId()
  const providers = useQuery(integrationsQuery)
  const read = (providers.data?.data ?? []).filter(({ catalogHash }) => catalogHash !== null)
  const index = useQuery({ ...indexQuery(kind), enabled: kind !== '' })
  const entries = index.data === undefined ? [] : toOperationEntries(index.data.operations)
  const bindable = entries.filter(({ availability }) => availability !== 'quarantined')
  const offered = searchRows(bindable, typed).slice(0, mostOffered)
  const operation = bindable.find(({ name }) => name === typed) ?? offered[0]
  const refusal = refusalOf({ kind, found: operation !== undefined, isRead: index.data !== undefined })
  const pick = (): void => {
    if (operation !== undefined) onPick({ integration: kind, operation: operation.name })
  }
  return (
    <form
      className={styles.picker}
      onSubmit={(event) => {
        event.preventDefault()
        pick()
      }}
    >
      <ChoiceField
        label={t('steps.provider')}
        of="names"
        empty={t('steps.pickProvider')}
        value={kind}
        options={read.map((provider) => ({ value: provider.kind, label: provider.name }))}
        onChange={(next) => {
          setKind(next)
          setTyped('')
        }}
      />
      <div className="field grow">
        <label htmlFor={id}>{t('steps.operation')}</label>
        <input
          id={id}
          className="input mono"
          list={`${id}-list`}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('steps.operationHint')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <datalist id={`${id}-list`}>
          {offered.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </datalist>
      </div>
      <Button type="submit" refusal={refusal}>
        {does}
      </Button>
    </form>
  )
}

interface Picking {
  readonly kind: string
  readonly found: boolean
  readonly isRead: boolean
}

/** Why nothing can be picked yet. */
function refusalOf({ kind, found, isRead }: Picking): string | undefined {
  if (kind === '') return t('steps.pickProvider')
  if (found) return undefined
  return isRead ? t('steps.noOperation') : t('steps.readingOperations')
}
