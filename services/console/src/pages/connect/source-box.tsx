import { FileUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type SubmitEvent, useRef, useState } from 'react'
import { formatBytes } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import styles from './connect.module.css'
import { type Source, toSource } from './source.ts'

interface SourceBoxProps {
  /** Of the form, for a button that stands elsewhere. */
  readonly id: string
  readonly start?: string
  /** `text` is what was given, as it was given. */
  readonly onGiven: (source: Source, text: string) => void
}

/** Most that is read of a file, in bytes: more than any description that the server takes. */
const maxFileBytes = 64_000_000

/** The id of the field in the box `id`. */
export const fieldOfBox = (id: string): string => `${id}-field`

/** One box for every way to a provider: an address, a pasted text, a file, or the name of a data source. */
export function SourceBox({ id, start = '', onGiven }: SourceBoxProps): ReactNode {
  const box = useRef<HTMLTextAreaElement>(null)
  const [problem, setProblem] = useState<string | undefined>()
  const read = (files: FileList | null): void => {
    const [first] = files ?? []
    if (first === undefined) return
    setProblem(undefined)
    void readFile(first).then(
      (file) => ('problem' in file ? setProblem(file.problem) : onGiven(file, file.document)),
      () => setProblem(t('connect.fileUnreadable')),
    )
  }
  const give = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = box.current?.value ?? ''
    if (text.trim() !== '') onGiven(toSource(text), text)
  }
  return (
    <form id={id} className={styles.box} onSubmit={give}>
      <label htmlFor={fieldOfBox(id)}>{t('connect.source')}</label>
      <textarea
        ref={(node) => {
          box.current = node
          // What a field is given as its value stands in the markup of the page too, and this may hold a password.
          if (node !== null && node.value === '') node.value = start
        }}
        id={fieldOfBox(id)}
        className={`input mono ${styles.text}`}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        placeholder={t('connect.sourceExamples')}
        aria-describedby={`${id}-hint`}
        onKeyDown={giveByEnter}
        onDrop={(event) => {
          if (event.dataTransfer.files.length === 0) return
          event.preventDefault()
          read(event.dataTransfer.files)
        }}
      />
      <div className={styles.below}>
        <small id={`${id}-hint`} className="hint">
          {t('connect.sourceHint')}
        </small>
        <FileButton onFiles={read} />
      </div>
      {problem !== undefined && (
        <p role="alert" className="status bad">
          {problem}
        </p>
      )}
    </form>
  )
}

/** A file is a description, whatever stands in it: it is never taken for an address that is asked. */
async function readFile(file: File): Promise<(Source & { from: 'document' }) | { readonly problem: string }> {
  if (file.size > maxFileBytes)
    return { problem: t('connect.fileTooLarge', { most: formatBytes(maxFileBytes) }) }
  const document = await file.text()
  if (document.trim() === '') return { problem: t('connect.fileEmpty', { name: file.name }) }
  return document.includes('\u0000')
    ? { problem: t('connect.fileNoText', { name: file.name }) }
    : { from: 'document', document }
}

/** In one line Enter gives; in a text of several it breaks a line. */
function giveByEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const isOneLine = !event.currentTarget.value.includes('\n')
  if (event.key !== 'Enter' || event.shiftKey || !isOneLine) return
  event.preventDefault()
  event.currentTarget.form?.requestSubmit()
}

function FileButton({ onFiles }: { readonly onFiles: (files: FileList | null) => void }): ReactNode {
  const file = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        aria-label={t('connect.file')}
        accept=".json,.yaml,.yml,.graphql,.graphqls,.gql,.txt"
        onChange={(event) => onFiles(event.target.files)}
      />
      <Button look="quiet" icon={FileUp} onClick={() => file.current?.click()}>
        {t('connect.file')}
      </Button>
    </>
  )
}
