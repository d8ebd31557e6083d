import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { CloudOff } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { UnreachableError } from '../api/client.ts'
import { SessionContext, sessionQuery, signIn } from '../api/session.ts'
import { KeySheet } from '../keys/key-sheet.tsx'
import { useShortcut } from '../keys/use-shortcut.ts'
import { Palette } from '../palette/palette.tsx'
import { SignIn } from '../pages/sign-in/sign-in.tsx'
import { takeCode } from '../pages/sign-in/take-code.ts'
import { t } from '../text/translate.ts'
import { Note } from '../ui/marks.tsx'
import { Failure, Skeleton } from '../ui/states.tsx'
import { useTell } from '../ui/toasts.tsx'
import { Bar } from './bar.tsx'
import { ProductionGuard } from './production-guard.tsx'
import { ThumbBar } from './thumb-bar.tsx'
import { useGoing } from './use-going.ts'
import { useKeptFocus } from './use-kept-focus.ts'

/** What every page stands in; who has not signed in sees the way in and nothing else. */
export function Shell(): ReactNode {
  const { data, error, isPending, refetch } = useQuery(sessionQuery)
  if (isPending) return <Skeleton rows={1} what={t('common.appName')} />
  if (data === null) return <SignIn />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <SessionContext value={data}>
      <ProductionGuard>
        <SignedIn />
      </ProductionGuard>
    </SessionContext>
  )
}

function SignedIn(): ReactNode {
  const [areKeysShown, setAreKeysShown] = useState(false)
  const [isFinding, setIsFinding] = useState(false)
  const showKeys = (): void => setAreKeysShown(true)
  useShortcut('help', showKeys)
  useShortcut('palette', () => setIsFinding(true))
  useGoing()
  useKeptFocus()
  useNewLink()
  return (
    <>
      <a className="sr" href="#page">
        {t('shell.skip')}
      </a>
      <Unreachable />
      <Bar onFind={() => setIsFinding(true)} onKeys={showKeys} />
      <Outlet />
      <ThumbBar />
      {isFinding && <Palette onClose={() => setIsFinding(false)} onKeys={showKeys} />}
      {areKeysShown && <KeySheet onClose={() => setAreKeysShown(false)} />}
    </>
  )
}

/** A link that is opened while somebody is signed in signs in anew, and leaves the address either way. */
function useNewLink(): void {
  const queryClient = useQueryClient()
  const tell = useTell()
  const follow = useEffectEvent(async (code: string) => {
    try {
      await signIn({ code })
      await queryClient.invalidateQueries()
    } catch {
      tell(t('signIn.linkUsed'))
    }
  })
  useEffect(() => {
    const code = takeCode()
    if (code !== undefined) void follow(code)
  }, [])
}

/** Asked again this often whether the server still answers, in ms. */
const pulseMs = 20_000

/** Says that the server does not answer, above what was loaded before. */
function Unreachable(): ReactNode {
  const { failureReason } = useQuery({ ...sessionQuery, refetchInterval: pulseMs })
  const isUnreachable = failureReason instanceof UnreachableError
  return (
    <div role="status">
      {isUnreachable && (
        <Note meaning="warn" icon={CloudOff}>
          {t('common.offline')}
        </Note>
      )}
    </div>
  )
}
