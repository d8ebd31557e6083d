import type { Integration } from '@bindery/client'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Environment } from '../../api/environment.ts'
import { toEnvironment } from '../../api/environment.ts'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/states.tsx'
import { EnvironmentRow } from './environment-row.tsx'

export type Slot = Integration['environments'][string]

/** Where the provider is reached in each environment and with what. */
export function EnvironmentTable({ integration }: { readonly integration: Integration }): ReactNode {
  const slots = Object.entries(integration.environments).flatMap(([name, slot]): [Environment, Slot][] => {
    const environment = toEnvironment(name)
    return environment === undefined ? [] : [[environment, slot]]
  })
  return (
    <Card
      title={t('providers.environments')}
      actions={
        <Link to="/providers/new" search={{ kind: integration.kind }} className={classOf('quiet')}>
          {t(
            slots.some(([, { connected }]) => connected)
              ? 'providers.replaceCredential'
              : 'providers.connect',
          )}
        </Link>
      }
    >
      {slots.length === 0 && <Empty>{t('providers.noEnvironment')}</Empty>}
      <ul>
        {slots.map(([environment, slot]) => (
          <EnvironmentRow key={environment} integration={integration} environment={environment} slot={slot} />
        ))}
      </ul>
    </Card>
  )
}
