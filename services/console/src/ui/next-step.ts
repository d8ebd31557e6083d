import type { Problem } from '@bindery/client'
import { t } from '../text/translate.ts'

type Failed = Pick<Problem, 'code' | 'actor' | 'next' | 'retryable' | 'upstreamStatus'>

/**
 * What whoever sits here can do about a failure. The words of the server are for programs and send them to an operator, which is
 * who reads this.
 */
export function nextStep({ code, actor, next, retryable, upstreamStatus }: Failed): string | undefined {
  if (code === 'outcome_unknown') return t('common.next_unknown')
  if (retryable === true) return next
  if (upstreamStatus === 401 || upstreamStatus === 403) return t('common.next_credential')
  if (actor === undefined || actor === 'provider') return next
  switch (actor) {
    case 'operator':
      return t('common.next_operator')
    case 'platform':
      return t('common.next_platform')
    case 'caller':
      return t('common.next_caller')
  }
}
