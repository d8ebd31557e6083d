import type { CredentialField } from '@bindery/client'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Field } from '../../ui/field.tsx'
import styles from './connect.module.css'
import type { Member } from './form.ts'
import { SecretField } from './secret-field.tsx'

interface MembersFieldProps {
  readonly field: CredentialField
  readonly members: readonly Member[]
  readonly onMembers: (members: readonly Member[]) => void
}

const empty: Member = { name: '', value: '' }

/** Names that the provider gives, each with its value; an empty pair waits below them. */
export function MembersField({ field, members, onMembers }: MembersFieldProps): ReactNode {
  const rows = members.at(-1)?.name === '' ? members : [...members, empty]
  const change = (at: number, member: Member): void => onMembers(rows.with(at, member))
  return (
    <fieldset className={styles.members}>
      <legend>{field.title}</legend>
      {field.description !== undefined && <small className="hint">{field.description}</small>}
      {rows.map((member, at) => (
        <div key={at} className={styles.pair}>
          <Field
            label={t('connect.memberName')}
            isMono
            autoComplete="off"
            value={member.name}
            onChange={(event) => change(at, { ...member, name: event.target.value })}
          />
          <SecretField
            label={t('connect.memberValue')}
            isMono
            autoComplete="off"
            typed={member.value}
            onChange={(event) => change(at, { ...member, value: event.target.value })}
          />
        </div>
      ))}
    </fieldset>
  )
}
