import { type ReactNode, useState } from 'react'
import type { Environment } from '../../api/environment.ts'
import { t } from '../../text/translate.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { typeName } from '../providers/provider-state.ts'
import styles from './connect.module.css'
import { CredentialField } from './credential-field.tsx'
import { changeSlots, type ConnectForm } from './form.ts'
import { SlotFields } from './slot-fields.tsx'
import type { Subject } from './subject.ts'

interface FormFieldsProps {
  readonly subject: Subject
  readonly form: ConnectForm
  /** Its short name stands in addresses by now. */
  readonly isRegistered: boolean
  readonly onForm: (form: ConnectForm) => void
}

type Where = Environment | 'all'

/** What a provider needs: the same in all environments until one of them is looked at alone. */
export function FormFields({ subject, form, isRegistered, onForm }: FormFieldsProps): ReactNode {
  const [where, setWhere] = useState<Where>('all')
  const shown = form.slots.find(([environment]) => environment === where) ?? form.slots[0]
  const areSame = form.slots.every(([, slot]) => JSON.stringify(slot) === JSON.stringify(form.slots[0]?.[1]))
  const options = form.slots.map(([environment]) => ({
    value: environment,
    label: t(`connect.${environment}`),
  }))
  return (
    <>
      {subject.types.length > 1 && (
        <ChoiceField
          label={t('connect.type')}
          value={form.type}
          options={subject.types.map((type) => ({ value: type, label: typeName(type) }))}
          onChange={(type) => onForm({ ...form, type })}
        />
      )}
      {subject.variables.map((field) => (
        <CredentialField
          key={field.name}
          field={field}
          typed={form.variables[field.name] ?? ''}
          onTyped={(typed) => onForm({ ...form, variables: { ...form.variables, [field.name]: typed } })}
        />
      ))}
      <div className={styles.parted}>
        <h3>{t('connect.credential')}</h3>
        <span className="grow" />
        {options.length > 1 && (
          <Segments<Where>
            label={t('connect.environments')}
            value={where}
            options={[{ value: 'all', label: t('connect.both') }, ...options]}
            onChange={setWhere}
          />
        )}
      </div>
      {where === 'all' && !areSame && <p className="hint">{t('connect.theyDiffer')}</p>}
      {shown !== undefined && (
        <SlotFields
          key={where}
          subject={subject}
          slot={shown[1]}
          onSlot={(change) => onForm(changeSlots(form, where, change))}
        />
      )}
      <NameFields form={form} isRegistered={isRegistered} onForm={onForm} />
    </>
  )
}

function NameFields({ form, isRegistered, onForm }: Omit<FormFieldsProps, 'subject'>): ReactNode {
  return (
    <div className={styles.names}>
      <Field
        label={t('connect.name')}
        required
        maxLength={120}
        value={form.name}
        onChange={(event) => onForm({ ...form, name: event.target.value })}
      />
      <Field
        label={t('connect.kind')}
        isMono
        required
        readOnly={isRegistered}
        hint={isRegistered ? t('connect.kindFixed') : undefined}
        value={form.kind}
        onChange={(event) => onForm({ ...form, kind: event.target.value })}
      />
    </div>
  )
}
