import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { integrationQuery } from '../../api/integrations.ts'
import { t } from '../../text/translate.ts'
import { useTell } from '../../ui/toasts.tsx'
import type { Progress } from './progress.ts'
import { ProgressBar } from './progress-bar.tsx'
import { useJobEvents } from './use-job-events.ts'

/** The discovery that goes on at a provider, also after a reload; nothing when there is none. */
export function DiscoveryBar({ kind }: { readonly kind: string }): ReactNode {
  const begun = useLocation({ select: ({ state }) => state.following })
  const { data } = useQuery(integrationQuery(kind))
  if (begun !== undefined) return <Following key={begun.job} kind={kind} {...begun} />
  if (data === undefined || data.runningJob === null) return null
  const { jobId } = data.runningJob
  return <Following key={jobId} kind={kind} job={jobId} opensSchema={data.catalogHash === null} />
}

interface FollowingProps {
  readonly kind: string
  readonly job: string
  readonly opensSchema: boolean
}

function Following({ kind, job, opensSchema }: FollowingProps): ReactNode {
  const { progress, isLost } = useJobEvents(kind, job)
  const finish = useFinishing(kind, opensSchema)
  const { end } = progress
  const onEnd = useEffectEvent(() => {
    if (end !== undefined) void finish(end)
  })
  useEffect(() => onEnd(), [end])
  return <ProgressBar kind={kind} job={job} progress={progress} isLost={isLost} />
}

/** Loads anew what a discovery changes. The first one goes on to what it found; a later one leaves the reader where he is. */
function useFinishing(kind: string, opensSchema: boolean) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const tell = useTell()
  // What was there before is not known any more once the provider is loaded anew.
  const opens = useRef(opensSchema)
  return async (end: NonNullable<Progress['end']>): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: ['integrations'] })
    if (end.name === 'done' && opens.current) {
      await navigate({ to: '/providers/$kind/schema/operations', params: { kind }, replace: true })
      return
    }
    tell(sentenceOf(end))
    await navigate({ to: '.', replace: true, state: ({ following: _following, ...state }) => state })
  }
}

function sentenceOf(end: NonNullable<Progress['end']>): string {
  if (end.name === 'error')
    return t(end.code === 'discovery_cancelled' ? 'discovery.cancelled' : 'discovery.failed')
  const { unchanged, operations, objects } = end
  return unchanged ? t('providers.unchanged') : t('providers.discovered', { operations, objects })
}
