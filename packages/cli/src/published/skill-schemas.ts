import { unwrap } from '@bindery/client'
import type { Call } from '../command.ts'
import { cellText, membersOf } from '../output/rows.ts'

/** A published skill as callers see it. */
export interface SkillSchema {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly params: unknown
  readonly output: unknown
}

export interface PublishedAgent {
  readonly id: string
  readonly name: string
  readonly server: string
  readonly skills: readonly SkillSchema[]
}

/** What an agent has published, by the names that callers call. */
export async function readSkillSchemas({ api }: Call, agentId: string): Promise<readonly SkillSchema[]> {
  const { data } = unwrap(
    await api.GET('/api/v1/agents/{agentId}/tools', {
      params: { path: { agentId }, query: { format: 'mcp' } },
    }),
  )
  return data.map((tool) => {
    const members = membersOf(tool)
    return {
      name: cellText(members.get('name')),
      title: cellText(members.get('title')),
      description: cellText(members.get('description')),
      params: members.get('inputSchema') ?? {},
      output: members.get('outputSchema') ?? {},
    }
  })
}
