import { type ComponentProps, type ReactNode, useId } from 'react'
import { t } from '../text/translate.ts'

interface FieldProps extends Omit<ComponentProps<'input'>, 'className' | 'id'> {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  /** What a machine reads: addresses, names, keys. */
  readonly isMono?: boolean
}

/** One value to type, with its name, what it is for, and what is wrong with it. */
export function Field({ label, hint, error, isMono = false, required, ...input }: FieldProps): ReactNode {
  const id = useId()
  const isSaid = error !== undefined || hint !== undefined
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {required === true && <RequiredMark />}
      </label>
      <input
        {...input}
        id={id}
        required={required}
        className={isMono ? 'input mono' : 'input'}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={isSaid ? `${id}-hint` : undefined}
      />
      {isSaid && (
        <small id={`${id}-hint`}>
          {error !== undefined && <span className="status bad">{error}</span>} {hint}
        </small>
      )}
    </div>
  )
}

export const RequiredMark = (): ReactNode => (
  <span className="req" title={t('common.required')}>
    *<span className="sr">{t('common.required')}</span>
  </span>
)
