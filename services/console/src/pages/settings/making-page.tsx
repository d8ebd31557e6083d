import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useRefusal } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { SettingsPage } from './settings-page.tsx'

interface MakingPageProps {
  readonly title: string
  /** What the key needs to see them, and to make one more: `secrets:read` and `secrets:write`. */
  readonly scopes: readonly [see: string, make: string]
  readonly reach?: Parameters<typeof useRefusal>[1]
  /** What the button says that makes one more. */
  readonly makes: string
  readonly sheet: (onClose: () => void) => ReactNode
  readonly children: ReactNode
}

/** A page of the settings that lists things and makes one more. */
export function MakingPage({
  title,
  scopes: [see, make],
  reach,
  makes,
  sheet,
  children,
}: MakingPageProps): ReactNode {
  const [isMaking, setIsMaking] = useState(false)
  const refusal = useRefusal(make, reach)
  return (
    <SettingsPage
      title={title}
      scope={see}
      actions={
        <Button look="primary" icon={Plus} refusal={refusal} onClick={() => setIsMaking(true)}>
          {makes}
        </Button>
      }
    >
      {children}
      {isMaking && sheet(() => setIsMaking(false))}
    </SettingsPage>
  )
}
