import { type Environment, integrationsOf, partsAt, type Skill } from '@bindery/model'
import { findCatalog, findIntegration, listEnvironmentCatalogs, type Transaction } from '@bindery/store'
import { openCatalog } from '../catalog/stored-catalog.ts'
import { DriftContexts } from './drift-context.ts'
import { judgeByUse } from './judge-skill.ts'

/** An environment in which what a skill uses is another thing than where it was compiled. */
export interface EnvironmentSkew {
  readonly code: 'environment_skew'
  readonly environment: Environment
  readonly functionName: string
  readonly impact: 'compatible' | 'breaking' | 'security'
  readonly differences: readonly string[]
  readonly message: string
}

const mostDifferences = 20

/**
 * Compares the part of the catalog that a skill uses with the same part in every environment that was discovered. What
 * differs elsewhere is left out: it does not touch the skill. An environment without a catalog of its own tells nothing.
 */
export async function findEnvironmentSkew(
  transaction: Transaction,
  skill: Skill,
): Promise<readonly EnvironmentSkew[]> {
  const found: EnvironmentSkew[] = []
  for (const kind of integrationsOf(skill)) found.push(...(await findSkewOf(transaction, skill, kind)))
  return found
}

async function findSkewOf(
  transaction: Transaction,
  skill: Skill,
  kind: string,
): Promise<readonly EnvironmentSkew[]> {
  const integration = await findIntegration(transaction, kind)
  const parts = partsAt(skill, kind).map((part) => part.skill)
  const [{ catalogHash } = { catalogHash: '' }] = parts
  const found: EnvironmentSkew[] = []
  if (integration === undefined) return found
  for (const { environment, catalogId } of await listEnvironmentCatalogs(transaction, integration.id)) {
    const row = await findCatalog(transaction, catalogId)
    if (row === undefined || row.hash === catalogHash) continue
    const contexts = new DriftContexts(integration, await openCatalog(transaction, row))
    const context = await contexts.since(transaction, catalogHash)
    const { impact, reasons } = judgeByUse(parts, (await context?.pairsFor(transaction, parts)) ?? [])
    if (reasons.length === 0) continue
    const { functionName } = skill
    const differences = reasons.slice(0, mostDifferences)
    const message = `"${functionName}" would meet another schema in ${environment}: ${differences.join(' ')}`
    found.push({ code: 'environment_skew', environment, functionName, impact, differences, message })
  }
  return found
}
