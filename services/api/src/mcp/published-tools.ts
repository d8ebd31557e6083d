import { toolDefinition } from '@bindery/compiler'
import type { Principal } from '@bindery/platform/kernel'
import { loadToolset, type OfferedTool, type Toolset } from '@bindery/platform/runs'
import { withSkillId } from '@bindery/platform/skills'
import type { Services } from '../services.ts'
import { toClaimsForm } from './claims-form.ts'
import type { PublishedTool, PublishedTools } from './tools.ts'

/** The tools of an agent as clients see them, described once. Throws `not_found`, for another organisation's agent too. */
export async function loadPublishedTools(
  services: Services,
  principal: Principal,
  agentId: string,
): Promise<PublishedTools> {
  const toolset = await loadToolset(services, principal, agentId)
  const known = described.get(toolset)
  if (known !== undefined) return known
  const tools = describe(toolset)
  described.set(toolset, tools)
  return tools
}

const described = new WeakMap<Toolset, PublishedTools>()

function describe({ verification, ...toolset }: Toolset): PublishedTools {
  const tools = toolset.tools.map(toTool)
  if (verification === undefined) return { ...toolset, tools }
  return { ...toolset, tools, claims: toClaimsForm(verification.settings, verification.verifier) }
}

function toTool({ skill, skillId }: OfferedTool): PublishedTool {
  const definition = withSkillId(toolDefinition(skill, 'mcp'), { format: 'mcp', skillId })
  return { name: skill.functionName, skillId, skill, definition }
}
