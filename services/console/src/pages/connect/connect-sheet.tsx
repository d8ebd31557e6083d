import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { authMethodsQuery, integrationsQuery, providersQuery } from '../../api/integrations.ts'
import { t } from '../../text/translate.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { ConnectForm } from './connect-form.tsx'
import { reachedBy } from './connect-steps.ts'
import { DetectForm } from './detect-form.tsx'
import { type Subject, subjectOfIntegration, subjectOfPack } from './subject.ts'

/** The way in: one box, then what was found there, then only what it needs. A pack or a provider skips the box. */
export function ConnectSheet(): ReactNode {
  const { pack, kind } = useSearch({ from: '/providers/new' })
  const source = useGivenSource()
  const navigate = useNavigate()
  const close = (): void => {
    if (kind === undefined) void navigate({ to: '/providers', search: {} })
    else void navigate({ to: '/providers/$kind', params: { kind } })
  }
  const [found, setFound] = useState<Subject | undefined>()
  if (found !== undefined) return <ConnectForm subject={found} onClose={close} />
  if (pack !== undefined || kind !== undefined)
    return <KnownProvider pack={pack} kind={kind} onClose={close} />
  return <DetectForm source={source} onFound={setFound} onClose={close} />
}

/** What was pasted elsewhere to be connected. It may hold a password, so it leaves the history of the browser at once. */
function useGivenSource(): string {
  const given = useLocation({ select: ({ state }) => state.source })
  const [source] = useState(given ?? '')
  const navigate = useNavigate()
  const forget = useEffectEvent(() => {
    if (given === undefined) return
    void navigate({ to: '.', replace: true, state: ({ source: _source, ...state }) => state })
  })
  useEffect(() => forget(), [])
  return source
}

interface KnownProviderProps {
  readonly pack: string | undefined
  readonly kind: string | undefined
  readonly onClose: () => void
}

/** A provider that needs no detection: a pack says what it needs, or it is registered already. */
function KnownProvider({ pack, kind, onClose }: KnownProviderProps): ReactNode {
  const providers = useQuery(providersQuery)
  const methods = useQuery(authMethodsQuery)
  const integrations = useQuery(integrationsQuery)
  const error = providers.error ?? methods.error ?? integrations.error
  if (error !== null) return <Plain onClose={onClose} content={<Failure error={error} />} />
  if (!providers.data || !methods.data || !integrations.data)
    return <Plain onClose={onClose} content={<Skeleton rows={5} what={pack ?? kind ?? ''} />} />
  const known = { providers: providers.data, methods: methods.data }
  const provider = known.providers.find((each) =>
    kind === undefined ? each.pack === pack : each.kind === kind,
  )
  const integration = integrations.data.data.find((each) => each.kind === (kind ?? provider?.kind))
  if (provider === undefined) return <Plain onClose={onClose} content={<p>{t('common.notFound')}</p>} />
  const subject =
    integration === undefined ? subjectOfPack(provider, known) : subjectOfIntegration(integration, known)
  return <ConnectForm subject={subject} start={reachedBy(integration)} onClose={onClose} />
}

interface PlainProps {
  readonly onClose: () => void
  readonly content: ReactNode
}

const Plain = ({ onClose, content }: PlainProps): ReactNode => (
  <Sheet title={t('connect.title')} onClose={onClose}>
    {content}
  </Sheet>
)
