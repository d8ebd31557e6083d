import type { SkillRuns } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { useRefusal } from '../../api/session.ts'
import { skillRunsQuery } from '../../api/stats.ts'

export interface FailingSkills {
  /** Those that failed most often; ten at most. */
  readonly shown: readonly SkillRuns[]
  readonly total: number
  /** Why nothing is known of them. */
  readonly refusal: string | undefined
  readonly error: Error | null
}

/** Skills that failed in the last 24 hours. */
export function useFailingSkills(): FailingSkills {
  const refusal = useRefusal('logs:read')
  const { data, error } = useQuery({ ...skillRunsQuery, enabled: refusal === undefined })
  const shown = data?.data.filter(({ failed }) => failed > 0) ?? []
  return { shown, total: data?.meta?.failing ?? shown.length, refusal, error }
}
