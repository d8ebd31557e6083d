import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Segments } from '../../ui/segments.tsx'

const effects = [
  { value: 'all', label: t('schema.all') },
  { value: 'read', label: t('schema.readEffect') },
  { value: 'write', label: t('schema.writeEffect') },
] as const

/** Reads, writes or both; kept in the address. */
export function EffectFilter(): ReactNode {
  const { effect = 'all' } = useSearch({ strict: false })
  const navigate = useNavigate()
  return (
    <Segments
      label={t('schema.effect')}
      value={effect}
      options={effects}
      onChange={(value) => {
        void navigate({
          to: '.',
          search: ({ effect: _before, ...search }) =>
            value === 'all' ? search : { ...search, effect: value },
          replace: true,
        })
      }}
    />
  )
}
