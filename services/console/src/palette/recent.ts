import { keyOf, type Place } from './place.ts'

/** Places that are remembered. */
const most = 6

/** Where the places of one organisation are kept: as long as this tab, with no more of a provider than leads back. */
const keyFor = (organizationId: string): string => `bindery.recent.${organizationId}`

/** The last first. */
export function recentPlaces(organizationId: string): readonly Place[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyFor(organizationId)) ?? '[]')
    return Array.isArray(value) ? value.filter(isPlace).slice(0, most) : []
  } catch {
    return []
  }
}

export function rememberPlace(organizationId: string, place: Place): void {
  const { type, kind, agentId, skillId, object, name } = place
  const others = recentPlaces(organizationId).filter((other) => keyOf(other) !== keyOf(place))
  const places = [{ type, kind, agentId, skillId, object, name }, ...others].slice(0, most)
  try {
    sessionStorage.setItem(keyFor(organizationId), JSON.stringify(places))
  } catch {
    // A browser that keeps nothing more forgets where one was.
  }
}

/** What the address of each type cannot do without. */
const needs: Readonly<Record<Place['type'], readonly string[]>> = {
  provider: ['kind'],
  agent: ['agentId'],
  skill: ['agentId', 'skillId'],
  object: ['kind'],
  field: ['kind', 'object'],
  operation: ['kind'],
}

/** Whether this page can have written it. */
function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null || !('type' in value && 'name' in value)) return false
  const members = new Map<string, unknown>(Object.entries(value))
  const needed = Object.entries(needs).find(([type]) => type === value.type)?.[1]
  return needed !== undefined && [...needed, 'name'].every((name) => typeof members.get(name) === 'string')
}
