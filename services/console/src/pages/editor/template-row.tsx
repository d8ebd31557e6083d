import { type ReactNode, useId, useState } from 'react'
import { t } from '../../text/translate.ts'
import { useEditor } from './editor-context.tsx'
import styles from './panes.module.css'
import { InlineSelect } from './rows/inline-select.tsx'
import { pointerOf } from './source-place.ts'
import { type Target, type TemplateSource, withSource } from './source.ts'
import { textSyntaxes } from './template-source.ts'

interface TemplateRowProps {
  readonly target: Target
  readonly source: TemplateSource
}

/** The text of an argument in which parameters stand, and the language that says how their values are written. */
export function TemplateRow({ target, source }: TemplateRowProps): ReactNode {
  const { draft } = useEditor()
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const pointer = pointerOf(draft.binding, target) ?? ''
  const change = (next: TemplateSource): void => draft.edit(withSource(draft.binding, target, next))
  const enter = (): void => {
    // An empty text is none: the way to take it away stands beside it.
    if (typed !== undefined && typed.trim() !== '' && typed !== source.template)
      change({ ...source, template: typed })
    setTyped(undefined)
  }
  return (
    <div className={styles.template}>
      <span>
        <InlineSelect
          label={t('editor.syntaxOf', { name: target.name })}
          of="names"
          pointer={`${pointer}/syntax`}
          value={source.syntax ?? ''}
          options={textSyntaxes.map((syntax) => ({ value: syntax, label: syntax }))}
          onChange={(syntax) => syntax !== '' && change({ ...source, syntax })}
        />
      </span>
      <textarea
        className="input mono"
        rows={2}
        aria-label={t('editor.templateOf', { name: target.name })}
        aria-describedby={`${id}-hint`}
        data-pointer={`${pointer}/template`}
        maxLength={2000}
        spellCheck={false}
        value={typed ?? source.template}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={enter}
      />
      <small id={`${id}-hint`} className="hint">
        {t('editor.templateHint')}
      </small>
    </div>
  )
}
