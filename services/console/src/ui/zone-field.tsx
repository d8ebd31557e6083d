import type { ReactNode } from 'react'
import { t } from '../text/translate.ts'
import { SelectField } from './select-field.tsx'

interface ZoneFieldProps {
  readonly label: string
  readonly hint?: string | undefined
  /** Empty for none. */
  readonly value: string
  readonly onChange: (zone: string) => void
}

/** A time zone of the IANA database, or none. */
export function ZoneField({ label, hint, value, onChange }: ZoneFieldProps): ReactNode {
  const known = Intl.supportedValuesOf('timeZone')
  const zones = value === '' || known.includes(value) ? known : [value, ...known]
  return (
    <>
      <SelectField
        label={label}
        value={value}
        options={[
          { value: '', label: t('common.noZone') },
          ...zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        ]}
        onChange={onChange}
      />
      {hint !== undefined && <p className="hint">{hint}</p>}
    </>
  )
}
