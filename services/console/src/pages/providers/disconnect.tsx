import type { Integration } from '@bindery/client'
import type { ReactNode } from 'react'
import type { Call } from '../../api/client.ts'
import type { Environment } from '../../api/environment.ts'
import { useCommand } from '../../api/use-command.ts'
import { useGuard } from '../../shell/production-guard.tsx'
import { t } from '../../text/translate.ts'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { useTell } from '../../ui/toasts.tsx'

interface DisconnectProps {
  readonly integration: Integration
  readonly environment: Environment
  readonly onClose: () => void
}

const disconnect = (kind: string) => (environment: Environment) =>
  ((api) =>
    api.POST('/api/v1/integrations/{kind}/disconnect', {
      params: { path: { kind } },
      body: { environment },
    })) satisfies Call<unknown>

/** Says what leaving a provider does, then leaves it. */
export function Disconnect({
  integration: { kind, name },
  environment,
  onClose,
}: DisconnectProps): ReactNode {
  const guard = useGuard()
  const tell = useTell()
  const command = useCommand({
    call: disconnect(kind),
    changes: [['integrations']],
    onDone: () => {
      tell(t('providers.disconnected'))
      onClose()
    },
  })
  return (
    <CommandSheet
      title={t('providers.disconnectTitle', { name, environment })}
      onClose={onClose}
      submit={t('providers.disconnect')}
      call={disconnect(kind)(environment)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => guard(environment, () => command.run(environment))}
    >
      <p>{t('providers.disconnectBody')}</p>
    </CommandSheet>
  )
}
