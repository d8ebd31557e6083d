import { remedy } from '../kernel/remedies.ts'
import { type JsonObject, type OrganizationId, PlatformError, Secret } from '@bindery/model'
import {
  type AuditAction,
  deleteSecret,
  findSecret,
  insertSecret,
  listSecretReferences,
  lockSecret,
  type SecretReferenceRow,
  type SecretRow,
  type Transaction,
  updateSecret,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import {
  type AllowedOrigins,
  loadOriginsById,
  replaceAllowedOrigins,
  type ShownOrigins,
} from './allowed-origins.ts'
import { secretPlace } from './places.ts'
import { newId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'

/** A secret with where it is used. Its value is in neither. */
export interface FoundSecret {
  readonly row: SecretRow
  readonly references: readonly SecretReferenceRow[]
  readonly allowedOrigins: ShownOrigins
}

export interface NewSecretInput {
  readonly name: string
  readonly value: string
  readonly enabled: boolean
}

/** Throws `duplicate_name`. */
export async function createSecret(
  services: Needs<'store'>,
  principal: Principal,
  input: NewSecretInput,
): Promise<FoundSecret> {
  const { organizationId } = principal
  const id = newId()
  const sealed = seal(services, { organizationId, id }, input.value)
  return services.store.run(organizationId, async (transaction) => {
    const secret = { organizationId, id, name: input.name, sealed, isEnabled: input.enabled }
    if (!(await insertSecret(transaction, secret))) throw nameTaken(input.name)
    await audit(services, transaction, {
      principal,
      action: 'secret.created',
      id,
      detail: { name: input.name },
    })
    return loadSecret(transaction, id)
  })
}

export interface SecretEdit {
  readonly id: string
  readonly name: string | undefined
  /** Kept as it is when blank or absent. */
  readonly value: string | undefined
  readonly enabled: boolean | undefined
  /** In the place of what is allowed in the environments that are named. */
  readonly allowedOrigins: AllowedOrigins
}

/** Throws `not_found`, `duplicate_name`. */
export async function editSecret(
  services: Needs<'store'>,
  principal: Principal,
  edit: SecretEdit,
): Promise<FoundSecret> {
  const { organizationId } = principal
  const value = edit.value === '' ? undefined : edit.value
  return services.store.run(organizationId, async (transaction) => {
    const { id } = requireRow(await lockSecret(transaction, edit.id), edit.id)
    const sealed = value === undefined ? undefined : seal(services, { organizationId, id }, value)
    const change = { name: edit.name, sealed, isEnabled: edit.enabled }
    if (!(await updateSecret(transaction, id, change))) throw nameTaken(edit.name ?? '')
    const owner = { kind: 'secret', id } as const
    await replaceAllowedOrigins(services, transaction, { principal, owner, lists: edit.allowedOrigins })
    const changed = { name: edit.name, value, enabled: edit.enabled }
    const names = Object.entries(changed).flatMap(([name, given]) => (given === undefined ? [] : [name]))
    await audit(services, transaction, {
      principal,
      action: 'secret.changed',
      id,
      detail: { changed: names },
    })
    return loadSecret(transaction, id)
  })
}

/** Destroys a secret with its data key. Throws `not_found`, and `secret_in_use` with where it is used. */
export async function removeSecret(
  services: Needs<'store'>,
  principal: Principal,
  id: string,
): Promise<void> {
  const { organizationId } = principal
  await services.store.run(organizationId, async (transaction) => {
    const row = requireRow(await lockSecret(transaction, id), id)
    const references = await listSecretReferences(transaction, [row.id])
    if (references.length > 0) {
      throw new PlatformError(
        'secret_in_use',
        `"${row.name}" is used in ${references.length} places. Refer to another secret there first.`,
        { members: { references: references.map(toReference) } },
      )
    }
    await deleteSecret(transaction, row.id)
    await audit(services, transaction, {
      principal,
      action: 'secret.deleted',
      id,
      detail: { name: row.name },
    })
  })
}

/** Throws `not_found`. */
export async function loadSecret(transaction: Transaction, id: string): Promise<FoundSecret> {
  const row = requireRow(await findSecret(transaction, id), id)
  return (await loadSecretUses(transaction, [row]))(row)
}

/** Where any number of secrets are used and may go, in as many statements as for one. */
export async function loadSecretUses(
  transaction: Transaction,
  rows: readonly SecretRow[],
): Promise<(row: SecretRow) => FoundSecret> {
  const ids = rows.map(({ id }) => id)
  const references = await listSecretReferences(transaction, ids)
  const originsOf = await loadOriginsById(transaction, 'secret', ids)
  return (row) => ({
    row,
    references: references.filter(({ secretId }) => secretId === row.id),
    allowedOrigins: originsOf(row.id),
  })
}

/** A place where a secret is used, as the API shows it. */
export const toReference = (row: SecretReferenceRow) => ({
  type: 'auth_connector',
  id: row.connectorId,
  name: row.connectorName,
  environment: row.environment,
  member: row.member,
})

function requireRow(row: SecretRow | undefined, id: string): SecretRow {
  if (row !== undefined) return row
  throw new PlatformError('not_found', `There is no secret "${id}".`, remedy('list_secrets'))
}

function seal(
  services: Needs<'store'>,
  owner: { readonly organizationId: OrganizationId; readonly id: string },
  value: string,
): string {
  return services.store.vault.seal(new Secret(value), secretPlace(owner.organizationId, owner.id))
}

function nameTaken(name: string): PlatformError {
  return new PlatformError('duplicate_name', `There is a secret "${name}" already.`)
}

interface Audited {
  readonly principal: Principal
  readonly action: AuditAction
  readonly id: string
  readonly detail: JsonObject
}

async function audit(services: Needs<'store'>, transaction: Transaction, audited: Audited): Promise<void> {
  const { principal, action, id, detail } = audited
  const event = { actor: principal.actor, action, subject: id, detail }
  await services.store.audit.append(transaction, principal.organizationId, event)
}
