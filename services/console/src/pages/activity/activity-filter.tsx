import { environments, executionChannels, executionStatuses } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { agentsQuery } from '../../api/agents.ts'
import { toEnvironment } from '../../api/environment.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { TimeField } from '../../ui/time-field.tsx'
import {
  type ActivitySearch,
  filterOf,
  isReversed,
  readActivitySearch,
  toChannel,
  toStatus,
} from './activity-search.ts'

/** What is chosen of each part; undefined takes the part out of the address. */
type Choice = { readonly [Part in keyof ActivitySearch]?: ActivitySearch[Part] | undefined }

function useChoose(): (choice: Choice) => void {
  const navigate = useNavigate()
  return (choice) => {
    void navigate({
      to: '/activity',
      search: (search) => readActivitySearch({ ...search, ...choice }),
      replace: true,
    })
  }
}

/** Which calls are listed; kept in the address. */
export function ActivityFilter(): ReactNode {
  const search = useSearch({ from: '/activity' })
  const choose = useChoose()
  return (
    <FilterBar problem={isReversed(search) ? t('activity.reversed') : undefined}>
      <Choices />
      <TimeField label={t('activity.from')} value={search.from} onChange={(from) => choose({ from })} />
      <TimeField label={t('activity.to')} value={search.to} onChange={(to) => choose({ to })} />
      <NumberField
        label={t('activity.minMs')}
        least={0}
        most={3_600_000}
        bounds={t('activity.minMsBounds')}
        value={search.minMs}
        onChange={(minMs) => choose({ minMs })}
      />
      <Clear />
    </FilterBar>
  )
}

function Choices(): ReactNode {
  const search = useSearch({ from: '/activity' })
  const choose = useChoose()
  const agents = useQuery(agentsQuery)
  const all = { value: '', label: t('activity.all') }
  return (
    <>
      <ChoiceField
        label={t('activity.agent')}
        value={search.agent ?? ''}
        options={[all, ...(agents.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(value) => choose({ agent: value || undefined })}
      />
      <ChoiceField
        label={t('activity.status')}
        value={search.status ?? ''}
        options={[
          all,
          ...executionStatuses.map((each) => ({ value: each, label: t(`activity.is_${each}`) })),
        ]}
        onChange={(value) => choose({ status: toStatus(value) })}
      />
      <ChoiceField
        label={t('activity.environment')}
        value={search.environment ?? ''}
        of="names"
        options={[all, ...environments.map((each) => ({ value: each, label: each }))]}
        onChange={(value) => choose({ environment: toEnvironment(value) })}
      />
      <ChoiceField
        label={t('activity.channel')}
        value={search.channel ?? ''}
        of="names"
        options={[
          all,
          ...executionChannels.map((each) => ({ value: each, label: t(`activity.by_${each}`) })),
        ]}
        onChange={(value) => choose({ channel: toChannel(value) })}
      />
    </>
  )
}

/** Takes all of it out of the address; a skill that is the only one is said by it. */
function Clear(): ReactNode {
  const { live, ...narrowed } = useSearch({ from: '/activity' })
  const navigate = useNavigate()
  if (Object.keys(filterOf(narrowed)).length === 0) return null
  const clear = (): void => {
    void navigate({ to: '/activity', search: live === undefined ? {} : { live }, replace: true })
  }
  return (
    <Button look="quiet" onClick={clear}>
      {t(narrowed.skill === undefined ? 'common.clearFilter' : 'activity.clearSkill')}
    </Button>
  )
}
