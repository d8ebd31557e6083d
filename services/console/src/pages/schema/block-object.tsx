import type { Scoping } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { scopingQuery, setScoping } from '../../api/catalog.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'

interface BlockObjectProps {
  readonly kind: string
  readonly object: string
}

/** Takes an object out of everything that agents and assistants see; the provider's page lists it and gives it back. */
export function BlockObject({ kind, object }: BlockObjectProps): ReactNode {
  const { data } = useQuery(scopingQuery(kind))
  const refusal = useRefusal('integrations:write', 'everywhere')
  const navigate = useNavigate()
  const tell = useTell()
  const command = useCommand({
    call: (scoping: Scoping) => setScoping(kind, scoping),
    changes: [['integrations'], ['agents']],
    onDone: () => tell(t('schema.blocked', { name: object })),
    goOn: () => void navigate({ to: '/providers/$kind/schema/objects', params: { kind } }),
  })
  return (
    <>
      {command.error !== null && <Failure error={command.error} />}
      <Button
        refusal={refusal}
        isBusy={command.isRunning || data === undefined}
        title={t('schema.blockHint')}
        onClick={() =>
          data !== undefined && command.run({ ...data, blockedObjects: [...data.blockedObjects, object] })
        }
      >
        {t('schema.block')}
      </Button>
    </>
  )
}
