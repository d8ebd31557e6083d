import type { ImportedArazzo } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { integrationsQuery } from '../../api/integrations.ts'
import { t } from '../../text/translate.ts'
import { SelectField } from '../../ui/select-field.tsx'

interface SourceFieldsProps {
  readonly imported: ImportedArazzo
  /** What the operator said, before the server has heard of it. */
  readonly chosen: Readonly<Record<string, string>>
  readonly onChoose: (name: string, kind: string) => void
}

/** Which provider each description of the document is. */
export function SourceFields({ imported, chosen, onChoose }: SourceFieldsProps): ReactNode {
  const { data } = useQuery(integrationsQuery)
  const providers = (data?.data ?? []).filter(({ type }) => type === 'openapi')
  return imported.sources.map(({ name, integration }) => (
    <SelectField
      key={name}
      label={t('workflows.source', { name })}
      value={chosen[name] ?? integration ?? ''}
      options={[
        ...(integration === null ? [{ value: '', label: t('workflows.sourceNone') }] : []),
        ...providers.map((provider) => ({ value: provider.kind, label: provider.name })),
      ]}
      onChange={(kind) => {
        if (kind !== '') onChoose(name, kind)
      }}
    />
  ))
}
