import { Outlet, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useRefusal } from '../../api/session.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { ConnectedList } from './connected-list.tsx'
import { ProviderSearch } from './provider-search.tsx'
import { ReadyList } from './ready-list.tsx'

export type Shown = 'all' | 'connected' | 'attention'

/** What is connected, and what can be. */
export function ProvidersPage(): ReactNode {
  const [words, setWords] = useState('')
  const [shown, setShown] = useState<Shown>('all')
  const navigate = useNavigate()
  const refusal = useRefusal('integrations:write', 'everywhere')
  return (
    <Page
      title={t('providers.title')}
      actions={
        <Button
          look="primary"
          icon={Plus}
          refusal={refusal}
          onClick={() => void navigate({ to: '/providers/new', search: {} })}
        >
          {t('providers.connectOne')}
        </Button>
      }
    >
      <div className="stack">
        <ProviderSearch words={words} onWords={setWords} shown={shown} onShown={setShown} />
        <ConnectedList words={words} shown={shown} />
        {shown === 'all' && <ReadyList words={words} />}
      </div>
      <Outlet />
    </Page>
  )
}
