import type { Binding, StepsBinding } from '@bindery/client'
import type { QueryClient } from '@tanstack/react-query'
import {
  type BindingPlace,
  bindingQuery,
  savedBinding,
  saveBinding,
  type SeenBinding,
} from '../../api/bindings.ts'
import type { Call } from '../../api/client.ts'
import { savedSteps, saveSteps, stepsQuery } from '../../api/steps.ts'
import { draftKey } from './kept-history.ts'

/** How what is edited is kept: in this browser, and on the server. */
export interface Keeping<Body> {
  readonly agentId: string
  /** Under which the edit of something that was never saved is kept here. */
  readonly newKey: string
  readonly save: (seen: SeenBinding | undefined) => (body: Body) => Call<{ data: Kept }>
  /** As the server has written it down. */
  readonly saved: (skillId: string) => Promise<Body>
  /** Makes the answer ready that the page of what is saved begins with. */
  readonly prepare: (queryClient: QueryClient, skillId: string) => Promise<unknown>
}

interface Kept {
  readonly id: string
  readonly status: string
}

/** Of a binding of one operation. */
export const oneOperation = (place: BindingPlace, operation: string): Keeping<Binding> => ({
  agentId: place.agentId,
  newKey: draftKey(place.agentId, 'new', place.kind, operation),
  save: (seen) => saveBinding(place, seen),
  saved: (skillId) => savedBinding(place, skillId),
  prepare: (queryClient, skillId) => queryClient.fetchQuery(bindingQuery(place, skillId)),
})

/** Of a skill of several steps. */
export const severalSteps = (agentId: string): Keeping<StepsBinding> => ({
  agentId,
  newKey: draftKey(agentId, 'new', 'steps'),
  save: (seen) => saveSteps(agentId, seen),
  saved: (skillId) => savedSteps(agentId, skillId),
  prepare: (queryClient, skillId) => queryClient.fetchQuery(stepsQuery(agentId, skillId)),
})
