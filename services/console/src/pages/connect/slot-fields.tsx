import { type ReactNode, useId } from 'react'
import { t } from '../../text/translate.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Field } from '../../ui/field.tsx'
import { methodOf } from './calls.ts'
import styles from './connect.module.css'
import { CredentialField } from './credential-field.tsx'
import { defaultsOf, isMain, type SlotForm } from './form.ts'
import type { Subject } from './subject.ts'

interface SlotFieldsProps {
  readonly subject: Subject
  readonly slot: SlotForm
  readonly onSlot: (change: (slot: SlotForm) => SlotForm) => void
}

/** The address and the credential of one environment, or of all. */
export function SlotFields({ subject, slot, onSlot }: SlotFieldsProps): ReactNode {
  const method = methodOf(subject, slot)
  const main = method.fields.filter(isMain)
  const more = method.fields.filter((field) => !isMain(field))
  const fieldOf = (field: (typeof main)[number]): ReactNode => (
    <CredentialField
      key={`${method.authType} ${field.name}`}
      field={field}
      typed={slot.values[field.name] ?? ''}
      onTyped={(typed) =>
        onSlot((before) => ({ ...before, values: { ...before.values, [field.name]: typed } }))
      }
    />
  )
  return (
    <>
      {subject.address !== 'in_credential' && <Address subject={subject} slot={slot} onSlot={onSlot} />}
      {subject.methods.length > 1 && (
        <ChoiceField
          label={t('connect.signIn')}
          value={method.authType}
          options={subject.methods.map(({ authType, title }) => ({ value: authType, label: title }))}
          onChange={(authType) => onSlot((before) => chooseMethod(subject, before, authType))}
        />
      )}
      {main.map(fieldOf)}
      {more.length > 0 && (
        <details className={styles.more}>
          <summary>{t('connect.moreFields', { count: more.length })}</summary>
          <div className={styles.form}>{more.map(fieldOf)}</div>
        </details>
      )}
    </>
  )
}

/** Another way to sign in begins with what is usual there. */
function chooseMethod(subject: Subject, before: SlotForm, authType: string): SlotForm {
  const chosen = { ...before, authType }
  return { ...chosen, values: defaultsOf(methodOf(subject, chosen)) }
}

function Address({ subject, slot, onSlot }: SlotFieldsProps): ReactNode {
  const id = useId()
  const isAsked = subject.address === 'asked'
  return (
    <>
      <Field
        label={t('connect.address')}
        hint={isAsked ? undefined : t('connect.usualAddress')}
        isMono
        required={isAsked}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        list={subject.servers.length > 1 ? id : undefined}
        value={slot.baseUrl}
        onChange={(event) => onSlot((before) => ({ ...before, baseUrl: event.target.value.trim() }))}
      />
      {subject.servers.length > 1 && (
        <datalist id={id}>
          {subject.servers.map((server) => (
            <option key={server} value={server}>
              {server}
            </option>
          ))}
        </datalist>
      )}
    </>
  )
}
