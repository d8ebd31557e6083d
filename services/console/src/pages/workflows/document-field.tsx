import { FileUp } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import { formatBytes } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import styles from './workflows.module.css'

interface DocumentFieldProps {
  readonly value: string
  readonly onChange: (text: string) => void
}

/** Most that is sent, in bytes: what the server takes in one request, with room for the rest of it. */
const maxBytes = 900_000

/** A document to paste, or to take from a file. */
export function DocumentField({ value, onChange }: DocumentFieldProps): ReactNode {
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | undefined>()
  const read = (files: FileList | null): void => {
    const [first] = files ?? []
    if (first === undefined) return
    setProblem(undefined)
    if (first.size > maxBytes) setProblem(t('workflows.fileTooLarge', { most: formatBytes(maxBytes) }))
    else void first.text().then(onChange, () => setProblem(t('workflows.fileUnreadable')))
  }
  return (
    <div className="field">
      <label htmlFor={id}>{t('workflows.document')}</label>
      <textarea
        id={id}
        className={`input mono ${styles.document}`}
        rows={8}
        spellCheck={false}
        autoComplete="off"
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="row">
        <small id={`${id}-hint`} className="hint">
          {t('workflows.documentHint')}
        </small>
        <span className="grow" />
        <input
          ref={file}
          type="file"
          hidden
          aria-label={t('workflows.file')}
          accept=".json,.yaml,.yml"
          onChange={(event) => read(event.target.files)}
        />
        <Button look="quiet" icon={FileUp} onClick={() => file.current?.click()}>
          {t('workflows.file')}
        </Button>
      </div>
      {problem !== undefined && (
        <p role="alert" className="status bad">
          {problem}
        </p>
      )}
    </div>
  )
}
