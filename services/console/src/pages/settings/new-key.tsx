import { environments, scopes } from '@bindery/client'
import { type ReactNode, useState } from 'react'
import { createKey, type Scope } from '../../api/keys.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import styles from './keys-page.module.css'
import { ShownOnce } from './shown-once.tsx'

const places = ['every', ...environments] as const
type Place = (typeof places)[number]

interface Wanted {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly place: Place
}

/** What an agent needs: to begin with the least. */
const start: Wanted = { name: '', scopes: ['skills:execute'], place: 'every' }

const bodyOf = ({ name, scopes: chosen, place }: Wanted) => ({
  name,
  scopes: [...chosen],
  ...(place !== 'every' && { environment: place }),
})

/** Makes a key with what it needs, and shows it this once. */
export function NewKey({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [wanted, setWanted] = useState(start)
  const command = useCommand({ call: (key: Wanted) => createKey(bodyOf(key)), changes: [['api-keys']] })
  const made = command.data?.data.key
  if (made !== undefined) return <ShownOnce title={t('settings.newKey')} value={made} onClose={onClose} />
  return (
    <CommandSheet
      title={t('settings.newKey')}
      onClose={onClose}
      shape="sheet"
      submit={t('settings.createKey')}
      call={createKey(bodyOf(wanted))}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(wanted)}
    >
      <Field
        label={t('settings.keyName')}
        required
        maxLength={100}
        value={wanted.name}
        onChange={(event) => setWanted({ ...wanted, name: event.target.value })}
      />
      <SelectField
        label={t('settings.keyEnvironment')}
        value={wanted.place}
        options={places.map((place) => ({
          value: place,
          label: place === 'every' ? t('settings.everyEnvironment') : place,
        }))}
        onChange={(place) => setWanted({ ...wanted, place })}
      />
      <ScopeChoice chosen={wanted.scopes} onChoose={(chosen) => setWanted({ ...wanted, scopes: chosen })} />
    </CommandSheet>
  )
}

interface ScopeChoiceProps {
  readonly chosen: readonly Scope[]
  readonly onChoose: (chosen: readonly Scope[]) => void
}

function ScopeChoice({ chosen, onChoose }: ScopeChoiceProps): ReactNode {
  return (
    <fieldset className={styles.scopes}>
      <legend>{t('settings.may')}</legend>
      {scopes.map((scope) => (
        <label key={scope}>
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            onChange={({ target: { checked } }) =>
              onChoose(checked ? [...chosen, scope] : chosen.filter((each) => each !== scope))
            }
          />
          <span className="mono">{scope}</span>
        </label>
      ))}
    </fieldset>
  )
}
