import { type ReactNode, useEffect, useRef, useState } from 'react'
import styles from './expression-field.module.css'
import type { ExpressionEditor } from './expression/expression-editor.tsx'
import type { ExpressionProps } from './expression-props.ts'

type Editor = typeof ExpressionEditor

interface Loaded {
  readonly Editor: Editor
  readonly caret: number | undefined
}

/** Where an expression is written: plain text until its editor is loaded, which then goes on where that was, or when it cannot be. */
export function ExpressionField(props: ExpressionProps): ReactNode {
  const [loaded, setLoaded] = useState<Loaded>()
  const plain = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    let isGone = false
    const take = (Editor: Editor): void => {
      const hasFocus = plain.current !== null && plain.current === document.activeElement
      if (!isGone) setLoaded({ Editor, caret: hasFocus ? plain.current?.selectionStart : undefined })
    }
    import('./expression/expression-editor.tsx').then(
      (module) => take(module.ExpressionEditor),
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [])
  if (loaded !== undefined) return <loaded.Editor {...props} className={styles.field} caret={loaded.caret} />
  const { label, hint, value, longest, onChange } = props
  return (
    <textarea
      ref={plain}
      className={`mono ${styles.field} ${styles.plain}`}
      aria-label={label}
      placeholder={hint}
      rows={1}
      spellCheck={false}
      maxLength={longest}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
