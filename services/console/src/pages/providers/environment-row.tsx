import type { Integration } from '@bindery/client'
import { type ReactNode, useState } from 'react'
import type { Call } from '../../api/client.ts'
import type { Environment } from '../../api/environment.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { ZoneButton } from '../../shell/zone-button.tsx'
import { since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Status, Tag } from '../../ui/marks.tsx'
import { Failure } from '../../ui/states.tsx'
import { CallsButton } from './calls-button.tsx'
import { CheckList } from './check-list.tsx'
import { Disconnect } from './disconnect.tsx'
import type { Slot } from './environment-table.tsx'
import styles from './provider-page.module.css'

interface EnvironmentRowProps {
  readonly integration: Integration
  readonly environment: Environment
  readonly slot: Slot
}

const testConnection = (kind: string) => (environment: Environment) =>
  ((api) =>
    api.POST('/api/v1/integrations/{kind}/test', {
      params: { path: { kind } },
      body: { environment },
    })) satisfies Call<unknown>

const declareZone = (kind: string, environment: Environment) => (timezone: string | null) =>
  ((api) =>
    api.PATCH('/api/v1/integrations/{kind}', {
      params: { path: { kind } },
      body: { environments: { [environment]: { timezone } } },
    })) satisfies Call<unknown>

/** One environment: its address and credential, the checks that were run, and the way out. */
export function EnvironmentRow({ integration, environment, slot }: EnvironmentRowProps): ReactNode {
  const [isLeaving, setIsLeaving] = useState(false)
  const refusal = useRefusal('integrations:write')
  const test = useCommand({ call: testConnection(integration.kind), changes: [] })
  return (
    <li className={styles.environment}>
      <div className={styles.line}>
        <Tag meaning={environment === 'production' ? 'bad' : 'line'}>{environment}</Tag>
        <Status meaning={slot.connected ? 'ok' : 'warn'}>{t(`providers.status_${slot.status}`)}</Status>
        {slot.connectedAt !== null && (
          <span className="faint">{t('providers.connectedSince', { when: since(slot.connectedAt) })}</span>
        )}
        <span className="grow" />
        <Button refusal={refusal} isBusy={test.isRunning} onClick={() => test.run(environment)}>
          {t('providers.test')}
        </Button>
        {slot.connected && (
          <Button look="quiet" refusal={refusal} onClick={() => setIsLeaving(true)}>
            {t('providers.disconnect')}
          </Button>
        )}
      </div>
      <p className={`mono dim ${styles.address}`}>{slot.baseUrl}</p>
      <p className="hint">
        {t('providers.credential')}: {slot.authMethod ?? t('providers.noCredential')}
        <ZoneButton
          timezone={slot.timezone}
          lead={t('providers.zoneLead')}
          scope="integrations:write"
          changes={[['integrations', integration.kind]]}
          change={declareZone(integration.kind, environment)}
        />
        <CallsButton integration={integration} environment={environment} calls={slot.calls} />
      </p>
      {test.error !== null && <Failure error={test.error} />}
      {test.data !== undefined && <CheckList checks={test.data.data.checks} />}
      {isLeaving && (
        <Disconnect integration={integration} environment={environment} onClose={() => setIsLeaving(false)} />
      )}
    </li>
  )
}
