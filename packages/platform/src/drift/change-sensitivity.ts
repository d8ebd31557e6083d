import { isDeepStrictEqual } from 'node:util'
import {
  nearestNames,
  PlatformError,
  type SensitivityClass,
  sensitivityClasses,
  type SensitivityOverride,
  viewAsOperator,
} from '@bindery/model'
import { setSensitivity } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { recheckSkills } from './recheck-skills.ts'
import type { Needs } from '../kernel/needs.ts'
import { inCatalog, type ScopedCatalog } from '../catalog/browse.ts'
import { readObject, readOperation } from '../catalog/read-entry.ts'

/** One class to set; null takes an override away, and the inferred class holds again. */
export type SensitivityChange =
  | {
      readonly on: 'field'
      readonly object: string
      readonly field: string
      readonly sensitivityClass: SensitivityClass | null
      readonly reason?: string | undefined
    }
  | {
      readonly on: 'argument'
      readonly operation: string
      readonly argument: string
      readonly sensitivityClass: SensitivityClass | null
      readonly reason?: string | undefined
    }

/** An override beside the class that the introspector inferred. */
export interface SensitivityState {
  readonly override: SensitivityOverride
  readonly inferred: SensitivityClass
}

/**
 * Sets classes in place of the inferred ones, all or none, and rechecks every skill. Lowering one needs a reason, which is
 * audited with it; what was said before leaves no entry. Throws `not_found` for names that the catalog lacks and `validation_error` for a lowering without a
 * reason.
 */
export async function changeSensitivity(
  services: Needs<'runCaches' | 'store'>,
  principal: Principal,
  request: { readonly kind: string; readonly changes: readonly SensitivityChange[] },
): Promise<readonly SensitivityState[]> {
  const { organizationId } = principal
  const query = { organizationId, kind: request.kind }
  const { states, integrationId } = await inCatalog(services, query, async (scoped) => {
    const { transaction, integration } = scoped
    const next = new Map(integration.sensitivity.map((entry) => [keyOf(entry), entry]))
    for (const change of request.changes) {
      const current = await requireClass(scoped, change, [...next.values()])
      const said = next.get(keyOf(change))
      if (change.sensitivityClass === null) next.delete(keyOf(change))
      else next.set(keyOf(change), toOverride(change, { said, sensitivity: change.sensitivityClass }))
      const wanted = await requireClass(scoped, change, [...next.values()])
      const isLower = sensitivityClasses.indexOf(wanted) < sensitivityClasses.indexOf(current)
      if (isLower && change.reason === undefined) throw reasonMissing(change)
      if (isDeepStrictEqual(said, next.get(keyOf(change)))) continue
      await services.store.audit.append(transaction, organizationId, {
        actor: principal.actor,
        action: isLower ? 'integration.sensitivity_lowered' : 'integration.sensitivity_set',
        subject: request.kind,
        detail: { ...placeOf(change), from: current, to: wanted, reason: change.reason ?? null },
      })
    }
    const overrides = [...next.values()]
    await setSensitivity(transaction, integration.id, overrides)
    return { states: await describe(scoped, overrides), integrationId: integration.id }
  })
  await recheckSkills(services, { organizationId, integrationId })
  services.runCaches.forget(organizationId)
  return states
}

/** Every override of an integration beside what was inferred. */
export async function listSensitivity(scoped: ScopedCatalog): Promise<readonly SensitivityState[]> {
  return describe(scoped, scoped.integration.sensitivity)
}

async function describe(
  scoped: ScopedCatalog,
  overrides: readonly SensitivityOverride[],
): Promise<readonly SensitivityState[]> {
  const states: SensitivityState[] = []
  for (const override of overrides) {
    // What the catalog lacks by now classifies nothing; it is kept in case that it comes back.
    const inferred = await findClass(scoped, override, [])
    states.push({ override, inferred: inferred.found ?? 'none' })
  }
  return states
}

type Place = SensitivityChange | SensitivityOverride

const keyOf = (place: Place): string => JSON.stringify(placeOf(place))

const placeOf = (place: Place) =>
  place.on === 'field'
    ? { on: place.on, object: place.object, field: place.field }
    : { on: place.on, operation: place.operation, argument: place.argument }

interface Word {
  readonly said: SensitivityOverride | undefined
  readonly sensitivity: SensitivityClass
}

/** Saying the same again without a reason keeps the one that was given. */
function toOverride(change: SensitivityChange, { said, sensitivity }: Word): SensitivityOverride {
  const given = change.reason ?? (said?.sensitivity === sensitivity ? said.reason : undefined)
  const reason = given === undefined ? {} : { reason: given }
  return change.on === 'field'
    ? { on: 'field', object: change.object, field: change.field, sensitivity, ...reason }
    : { on: 'argument', operation: change.operation, argument: change.argument, sensitivity, ...reason }
}

interface Lookup {
  readonly found: SensitivityClass | undefined
  /** Names that are there, for suggestions. */
  readonly names: readonly string[]
}

/** The class of a field or an argument, as it is where these words were said. */
async function findClass(
  { transaction, catalog, integration }: ScopedCatalog,
  place: Place,
  sensitivity: readonly SensitivityOverride[],
): Promise<Lookup> {
  const view = viewAsOperator({ ...integration, sensitivity })
  const [kind, owner, member] =
    place.on === 'field'
      ? (['object', place.object, place.field] as const)
      : (['operation', place.operation, place.argument] as const)
  const row = catalog.find(kind, owner)
  if (row === undefined) return { found: undefined, names: catalog.rows(kind).map((entry) => entry.name) }
  const [body = '{}'] = await catalog.bodies(transaction, [row])
  const members =
    kind === 'object' ? view.object(readObject(body)).fields : view.operation(readOperation(body)).arguments
  const found = members.find((candidate) => candidate.name === member)
  return { found: found?.sensitivity, names: members.map((candidate) => candidate.name) }
}

async function requireClass(
  scoped: ScopedCatalog,
  change: SensitivityChange,
  words: readonly SensitivityOverride[],
): Promise<SensitivityClass> {
  const { found, names } = await findClass(scoped, change, words)
  if (found !== undefined) return found
  const [owner, member] =
    change.on === 'field' ? [change.object, change.field] : [change.operation, change.argument]
  const suggestions = nearestNames(
    scoped.catalog.find(change.on === 'field' ? 'object' : 'operation', owner) === undefined ? owner : member,
    names,
  )
  const hint = suggestions[0] === undefined ? '' : ` Did you mean "${suggestions[0]}"?`
  throw new PlatformError('not_found', `The catalog has no ${change.on} "${owner}.${member}".${hint}`, {
    members: { suggestions },
  })
}

function reasonMissing(change: SensitivityChange): PlatformError {
  const name = Object.values(placeOf(change)).slice(1).join('.')
  return new PlatformError(
    'validation_error',
    `Lowering the class of "${name}" needs a "reason": it is kept in the audit log.`,
  )
}
