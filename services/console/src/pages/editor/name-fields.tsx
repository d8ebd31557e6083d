import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Field } from '../../ui/field.tsx'
import { useEditor } from './editor-context.tsx'
import styles from './name-fields.module.css'

/** What agents read before they call it: taken when a field is left, so that undoing takes back whole texts. */
export function NameFields(): ReactNode {
  const { draft } = useEditor()
  const { toolName, description = '' } = draft.binding
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
          if (name !== undefined && name !== toolName) draft.edit({ ...draft.binding, toolName: name })
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
          if (said !== undefined && said !== description) {
            const { description: _before, ...rest } = draft.binding
            draft.edit(said === '' ? rest : { ...rest, description: said })
          }
          setSaid(undefined)
        }}
      />
    </div>
  )
}
