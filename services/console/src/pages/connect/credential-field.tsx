import type { CredentialField as FieldShape } from '@bindery/client'
import type { ClipboardEvent, ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Field } from '../../ui/field.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { ZoneField } from '../../ui/zone-field.tsx'
import type { Typed } from './form.ts'
import { MembersField } from './members-field.tsx'
import { SecretField } from './secret-field.tsx'

interface CredentialFieldProps {
  readonly field: FieldShape
  readonly typed: Typed
  readonly onTyped: (typed: Typed) => void
}

/** One member of a credential, asked for as its kind wants. */
export function CredentialField({ field, typed, onTyped }: CredentialFieldProps): ReactNode {
  const { kind, title, description, required, choices } = field
  if (kind === 'members')
    return <MembersField field={field} members={typeof typed === 'string' ? [] : typed} onMembers={onTyped} />
  const text = typeof typed === 'string' ? typed : ''
  if (kind === 'choice')
    return (
      <ChoiceField
        label={title}
        hint={description}
        value={text}
        options={(choices ?? []).map((choice) => ({ value: choice, label: choice }))}
        onChange={onTyped}
      />
    )
  if (kind === 'zone') return <ZoneField label={title} hint={description} value={text} onChange={onTyped} />
  const hint = field.secret ? (
    <>
      {description} {t('connect.sealed')}
    </>
  ) : (
    description
  )
  const common = { label: title, hint, required, isMono: true, ...typing(onTyped) }
  return field.secret ? <SecretField {...common} typed={text} /> : <Field {...common} value={text} />
}

const typing = (onTyped: (text: string) => void) => ({
  autoComplete: 'off',
  spellCheck: false,
  onChange: (event: { readonly target: { readonly value: string } }) => onTyped(event.target.value),
  /** A field of one line drops the breaks of what is pasted, without which a key in PEM form is none. */
  onPaste: (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!pasted.trim().includes('\n')) return
    event.preventDefault()
    onTyped(pasted.trim())
  },
})
