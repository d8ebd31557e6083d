import { type Connection, PlatformError, type QueryPlan, type OperationSkill } from '@bindery/model'
import { dialectOf } from './registry.ts'

/**
 * How a database would carry out a skill, of which nothing is run. Throws `bad_request` for a skill of another source kind,
 * and what the connection throws.
 */
export async function explainPlan(
  skill: Pick<OperationSkill, 'source' | 'plan' | 'effect' | 'assignments'>,
  connection: Connection,
  signal: AbortSignal,
): Promise<QueryPlan> {
  const dialect = dialectOf(skill.source)
  if (dialect === undefined || skill.effect !== 'read') {
    throw new PlatformError('bad_request', 'Only a search of a database has a plan. Ask without "plan".', {
      reason: 'no_plan',
      sent: 'no',
    })
  }
  const { explainStatement } = await import('./sql/explain-statement.ts')
  return explainStatement({ ...skill, dialect }, connection, signal)
}
