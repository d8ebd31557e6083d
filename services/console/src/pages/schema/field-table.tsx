import type { Field } from '@bindery/client'
import { KeyRound, Pencil } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/marks.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import styles from './detail.module.css'
import { Example } from './example.tsx'
import { FieldSheet } from './field-sheet.tsx'
import { SensitivityMark } from './sensitivity-mark.tsx'
import { UsedBy } from './used-by.tsx'

/** An object of a provider. */
interface ObjectOfProvider {
  readonly kind: string
  readonly object: string
}

interface FieldTableProps {
  /** That the fields are of; with it, the operator may say what they are. */
  readonly of?: ObjectOfProvider
  readonly fields: readonly Field[]
  /** Leads to an object that a field holds, by what its type is called. */
  readonly linkTo: (object: string, type: string) => ReactNode
  /** The field that is looked at: it comes into sight, marked. */
  readonly looked?: string | undefined
}

/** Fields of an object, in the provider's order. */
export function FieldTable({ of, fields, linkTo, looked }: FieldTableProps): ReactNode {
  return (
    <table className={styles.table}>
      <thead className="sr">
        <tr>
          <th>{t('schema.name')}</th>
          <th>{t('schema.type')}</th>
          <th>{t('schema.meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow key={field.name} of={of} field={field} linkTo={linkTo} isLooked={field.name === looked} />
        ))}
      </tbody>
    </table>
  )
}

interface FieldRowProps extends Pick<FieldTableProps, 'linkTo'> {
  readonly of: ObjectOfProvider | undefined
  readonly field: Field
  readonly isLooked: boolean
}

function FieldRow({ of, field, linkTo, isLooked }: FieldRowProps): ReactNode {
  const row = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (!isLooked) return
    row.current?.scrollIntoView({ block: 'center' })
    row.current?.focus({ preventScroll: true })
  }, [isLooked])
  const { name, type, references, description, isKey, access, deprecated, sensitivityClass } = field
  const [object] = references
  return (
    <tr
      ref={row}
      className={isLooked ? styles.looked : undefined}
      aria-current={isLooked || undefined}
      // The focus is led here, and Tab goes on from here.
      tabIndex={isLooked ? -1 : undefined}
    >
      <td className="mono">
        <ProviderText>{name}</ProviderText>{' '}
        {isKey && <Icon of={KeyRound} size="small" label={t('schema.key')} />}
      </td>
      <td className={`type ${styles.type}`}>{object === undefined ? type : linkTo(object, type)}</td>
      <td className="dim">
        {description !== undefined && <ProviderText>{description}</ProviderText>}{' '}
        <Example of={field.example} />
        <SensitivityMark sensitivity={sensitivityClass} />
        {access !== 'read_write' && <Tag>{t(`schema.access_${access}`)}</Tag>}
        {of !== undefined && (
          <>
            <FieldWords kind={of.kind} object={of.object} field={field} />
            <UsedBy kind={of.kind} about={{ object: of.object, field: name }} look="icon" />
          </>
        )}
        {deprecated !== undefined && <Tag meaning="warn">{t('schema.deprecated')}</Tag>}
      </td>
    </tr>
  )
}

interface FieldWordsProps {
  readonly kind: string
  readonly object: string
  readonly field: Field
}

/** Opens what the operator may say of a field. */
function FieldWords({ kind, object, field }: FieldWordsProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const refusal = useRefusal('integrations:write', 'everywhere')
  return (
    <>
      <IconButton
        icon={Pencil}
        label={t('schema.wordsOn', { name: field.name })}
        refusal={refusal}
        onClick={() => setIsOpen(true)}
      />
      {isOpen && <FieldSheet kind={kind} object={object} field={field} onClose={() => setIsOpen(false)} />}
    </>
  )
}
