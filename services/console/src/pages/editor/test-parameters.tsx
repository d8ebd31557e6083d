import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import styles from './test-pane.module.css'

interface TestParametersProps {
  readonly names: readonly string[]
  /** Whether it may be left out of a call; all are needed when absent. */
  readonly isOptional?: (name: string) => boolean
  readonly valueOf: (name: string) => string
  readonly setValue: (name: string, value: string) => void
}

/** A value for each parameter that the draft takes, examples to begin with. */
export function TestParameters({ names, isOptional, valueOf, setValue }: TestParametersProps): ReactNode {
  if (names.length === 0) return null
  return (
    <div className={styles.params}>
      {names.map((name) => (
        <label key={name}>
          <span className="mono faint">{name}</span>
          <input
            className="input mono"
            placeholder={isOptional?.(name) === true ? t('editor.leftOut') : undefined}
            value={valueOf(name)}
            spellCheck={false}
            onChange={(event) => setValue(name, event.target.value)}
          />
        </label>
      ))}
    </div>
  )
}
