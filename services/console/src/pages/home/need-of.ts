import type { Integration } from '@bindery/client'
import { since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { type Condition, type ProviderState, stateOf } from '../providers/provider-state.ts'

/** A credential that ends sooner is said. */
const soonMs = 14 * 24 * 3_600_000

/** Why a provider needs a person, now or before long; `now` in ms. */
export function needOf(
  integration: Condition & Pick<Integration, 'credentialExpiresAt'>,
  now = Date.now(),
): Pick<ProviderState, 'meaning' | 'says'> | undefined {
  const state = stateOf(integration)
  if (state.needsAttention) return state
  const { credentialExpiresAt } = integration
  if (credentialExpiresAt === null) return undefined
  const leftMs = new Date(credentialExpiresAt).getTime() - now
  if (leftMs > soonMs) return undefined
  if (leftMs <= 0) return { meaning: 'bad', says: t('home.credentialEnded') }
  return { meaning: 'warn', says: t('home.credentialEnds', { when: since(credentialExpiresAt, now) }) }
}
