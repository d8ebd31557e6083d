import type { JsonObject, SkillResult } from '@bindery/model'
import { runSkill } from '@bindery/runtime'
import type { TestServer } from './test-server.ts'
import { findRunnable, runPortsOf } from '@bindery/platform/runs'

/** One call of a published skill by a verified caller, as far as it goes without a person. */
export async function runVerified(
  { server: { services }, organizationId }: TestServer,
  of: { readonly agentId: string; readonly skillId: string; readonly params: JsonObject },
): Promise<SkillResult> {
  const { agentId, runnable } = await services.store.run(organizationId, (transaction) =>
    findRunnable(transaction, { ...of, version: 'published' }),
  )
  const { skillId, skillHash } = runnable
  const { params } = of
  return runSkill(
    runnable,
    {
      organizationId,
      agentId,
      skillId,
      skillHash,
      params,
      environment: 'production',
      isCallerVerified: true,
      actor: 'test',
    },
    runPortsOf(services),
  )
}
