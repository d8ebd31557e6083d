import type { Field } from '@bindery/client'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { ofFieldArgument } from './answer-arguments.ts'
import styles from './answer-tree.module.css'
import { useEditor } from './editor-context.tsx'
import { sourceOf, withSource } from './source.ts'

interface FieldArgumentsProps {
  /** Names of fields from the answer to the one that takes them, with dots. */
  readonly way: string
  readonly taken: NonNullable<Field['arguments']>
}

/** What a field of the answer itself takes; a click has agents fill it, or takes that out again. */
export function FieldArguments({ way, taken }: FieldArgumentsProps): ReactNode {
  const { draft } = useEditor()
  return (
    <ul className={styles.takes} aria-label={t('editor.fieldTakes', { field: way })}>
      {taken.map((argument) => {
        const target = ofFieldArgument(way, argument)
        const isIn = sourceOf(draft.binding, target) !== undefined
        const source = isIn ? undefined : ({ kind: 'param', param: argument.name } as const)
        return (
          <li key={argument.name}>
            <button
              type="button"
              className={styles.leaf}
              aria-pressed={isIn}
              title={argument.description}
              onClick={() => draft.edit(withSource(draft.binding, target, source))}
            >
              <span className="dim">{t('editor.takes')}</span>
              <span className="mono cut" dir="auto">
                {argument.name}
              </span>
              {isIn && <span className={styles.used}>{t('editor.used')}</span>}
              <span className="grow" />
              <span className="type">{argument.type}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
