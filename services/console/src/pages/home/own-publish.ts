import { useQuery } from '@tanstack/react-query'
import { agentsQuery, versionsQuery } from '../../api/agents.ts'

/** Who made what stands in a new server before anybody came. */
const startActor = 'bindery:start'

/** Whether a person has published anything: the version that the server made at its first start is not theirs. */
export function useOwnPublish(): 'yes' | 'no' | 'unknown' {
  const agents = useQuery(agentsQuery)
  const published = agents.data?.data.filter(({ version }) => version !== null) ?? []
  const [only, ...others] = published
  const isOwn = others.length > 0 || published.some(({ version }) => version !== null && version > 1)
  // The server makes one version of one agent, so only of that one it has to be asked who it was.
  const versions = useQuery({ ...versionsQuery(only?.id ?? ''), enabled: only !== undefined && !isOwn })
  // An error is forgotten while what failed is asked again, as the parts of the page do that this decides about.
  const hasFailed = agents.data === undefined && agents.errorUpdateCount > 0
  if (hasFailed || isOwn) return 'yes'
  if (agents.data === undefined) return 'unknown'
  if (only === undefined) return 'no'
  if (versions.data === undefined) return 'unknown'
  return versions.data.data.some(({ publishedBy }) => publishedBy !== startActor) ? 'yes' : 'no'
}
