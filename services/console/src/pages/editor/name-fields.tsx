import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Field } from '../../ui/field.tsx'
import styles from './name-fields.module.css'

/** What a skill says of itself. */
export interface Named {
  readonly toolName: string
  /** Empty for none. */
  readonly description: string
}

interface NameFieldsProps {
  readonly toolName: string
  readonly description?: string | undefined
  readonly onChange: (next: Named) => void
}

/** What agents read before they call it: taken when a field is left, so that undoing takes back whole texts. */
export function NameFields({ toolName, description = '', onChange }: NameFieldsProps): ReactNode {
  const [name, setName] = useState<string>()
  const [said, setSaid] = useState<string>()
  return (
    <div className={styles.fields}>
      <Field
        label={t('editor.toolName')}
        value={name ?? toolName}
        maxLength={120}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => {
          if (name !== undefined && name !== toolName) onChange({ toolName: name, description })
          setName(undefined)
        }}
      />
      <Field
        label={t('editor.description')}
        value={said ?? description}
        maxLength={1000}
        placeholder={t('editor.descriptionHint')}
        onChange={(event) => setSaid(event.target.value)}
        onBlur={() => {
          if (said !== undefined && said !== description) onChange({ toolName, description: said })
          setSaid(undefined)
        }}
      />
    </div>
  )
}
