import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { integrationsQuery } from '../../api/integrations.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { SearchBox } from '../../ui/search-box.tsx'
import { Segments } from '../../ui/segments.tsx'
import { isAddress } from './is-address.ts'
import { stateOf } from './provider-state.ts'
import type { Shown } from './providers-page.tsx'
import styles from './providers-page.module.css'

interface ProviderSearchProps {
  readonly words: string
  readonly onWords: (words: string) => void
  readonly shown: Shown
  readonly onShown: (shown: Shown) => void
}

/** One box: words filter the list, an address is something to connect. */
export function ProviderSearch({ words, onWords, shown, onShown }: ProviderSearchProps): ReactNode {
  const navigate = useNavigate()
  const { data } = useQuery(integrationsQuery)
  const all = data?.data ?? []
  const attention = all.filter((integration) => stateOf(integration).needsAttention).length
  const label = (name: string, count: number): string =>
    `${name} ${data === undefined ? '' : formatNumber(count)}`
  return (
    <div className={styles.tools}>
      <SearchBox
        label={t('providers.filterOrPaste')}
        value={words}
        onWords={(typed) => {
          // A pasted address may hold a password: it goes to the form, never into the address of the page.
          if (isAddress(typed))
            void navigate({ to: '/providers/new', state: (state) => ({ ...state, source: typed }) })
          else onWords(typed)
        }}
      />
      <Segments
        label={t('providers.show')}
        value={shown}
        options={[
          { value: 'all', label: t('providers.all') },
          { value: 'connected', label: label(t('providers.connected'), all.length) },
          { value: 'attention', label: label(t('providers.needsAttention'), attention) },
        ]}
        onChange={onShown}
      />
    </div>
  )
}
