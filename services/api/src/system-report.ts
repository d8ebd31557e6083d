import type { SystemFacts, SystemReport } from '@bindery/platform/kernel'
import type { Store } from '@bindery/store'
import { databaseSize } from '@bindery/store/logs'
import type { WatchedModel } from './automap/watch-model.ts'
import type { Config, SettingName } from './config.ts'
import { addressOf, describeSettings } from './describe-settings.ts'
import type { HealthCheck } from './http/public-routes.ts'

export interface SystemParts {
  readonly config: Config
  readonly given: ReadonlySet<SettingName>
  readonly store: Store
  readonly model: WatchedModel | undefined
  /** As they were given, those of the demo among them. */
  readonly egressAllow: string
  readonly startedAt: Date
  readonly checks: () => Promise<readonly HealthCheck[]>
}

/** Says what this process is and how it was set up. */
export const systemReport = (parts: SystemParts): SystemReport => ({
  describe: async (): Promise<SystemFacts> => ({
    node: process.version,
    startedAt: parts.startedAt,
    store: {
      kind: parts.config.databaseUrl === undefined ? 'embedded' : 'server',
      bytes: await parts.store.run('platform', databaseSize),
    },
    restored: parts.store.restored,
    settings: describeSettings(parts.config, parts.given),
    model:
      parts.model === undefined
        ? undefined
        : {
            name: parts.model.model.model,
            address: addressOf(parts.config.languageModel?.baseUrl),
            last: parts.model.last(),
          },
    egressAllow: parts.egressAllow.split(',').filter((entry) => entry !== ''),
    checks: await parts.checks(),
  }),
})
