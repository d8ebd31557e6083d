import { auditActions } from '@bindery/client'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AuditFilter as Filter } from '../../api/audit.ts'
import { t } from '../../text/translate.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { EnteredField } from '../../ui/entered-field.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { TimeField } from '../../ui/time-field.tsx'
import { isReversed, readAuditSearch, toAction } from './audit-search.ts'

/** What is chosen of each part; undefined takes the part out of the address. */
type Choice = { readonly [Part in keyof Filter]?: Filter[Part] | undefined }

/** Which entries are listed; kept in the address. */
export function AuditFilter(): ReactNode {
  const search = useSearch({ from: '/audit' })
  const navigate = useNavigate()
  const choose = (choice: Choice): void => {
    void navigate({ to: '/audit', search: readAuditSearch({ ...search, ...choice }), replace: true })
  }
  return (
    <FilterBar problem={isReversed(search) ? t('audit.reversed') : undefined}>
      <ChoiceField
        label={t('audit.action')}
        value={search.action ?? ''}
        of="names"
        options={[
          { value: '', label: t('audit.everyAction') },
          ...auditActions.map((action) => ({ value: action, label: action })),
        ]}
        onChange={(value) => choose({ action: toAction(value) })}
      />
      <EnteredField
        label={t('audit.actor')}
        maxLength={200}
        value={search.actor ?? ''}
        onEnter={(actor) => choose({ actor })}
      />
      <EnteredField
        label={t('audit.subject')}
        maxLength={200}
        value={search.subject ?? ''}
        onEnter={(subject) => choose({ subject })}
      />
      <TimeField label={t('audit.from')} value={search.from} onChange={(from) => choose({ from })} />
      <TimeField label={t('audit.to')} value={search.to} onChange={(to) => choose({ to })} />
    </FilterBar>
  )
}
