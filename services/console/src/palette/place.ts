import { linkOptions, useNavigate } from '@tanstack/react-router'
import type { FoundRow } from '../api/search.ts'

/** Something that has a page, by what its address needs. */
export type Place = Pick<FoundRow, 'type' | 'kind' | 'agentId' | 'skillId' | 'object' | 'name'>

export const keyOf = ({ type, kind, agentId, skillId, object, name }: Place): string =>
  JSON.stringify([type, kind, agentId, skillId, object, name])

/** Leads to a place, and the focus with it; a field is shown in its object, where it takes the focus itself. */
export function useGoTo(): (place: Place) => void {
  const navigate = useNavigate()
  return (place) => {
    if (place.type === 'field') void navigate(addressOf(place))
    else void navigate(addressOf(place)).then(focusPage)
  }
}

const focusPage = (): void => document.getElementById('page')?.focus({ preventScroll: true })

function addressOf({ type, kind = '', agentId = '', skillId = '', object = '', name }: Place) {
  switch (type) {
    case 'provider':
      return linkOptions({ to: '/providers/$kind', params: { kind } })
    case 'agent':
      return linkOptions({ to: '/agents/$agentId', params: { agentId } })
    case 'skill':
      return linkOptions({ to: '/agents/$agentId/bindings/$skillId', params: { agentId, skillId } })
    case 'object':
      return linkOptions({
        to: '/providers/$kind/schema/objects/$object',
        params: { kind, object: name },
      })
    case 'field':
      return linkOptions({
        to: '/providers/$kind/schema/objects/$object',
        params: { kind, object },
        search: { field: name },
      })
    case 'operation':
      return linkOptions({
        to: '/providers/$kind/schema/operations/$operation',
        params: { kind, operation: name },
      })
  }
}
