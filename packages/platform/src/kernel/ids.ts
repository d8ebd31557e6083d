import { randomBytes } from 'node:crypto'
import {
  type AgentId,
  type CatalogId,
  isAgentId,
  isCatalogId,
  isOrganizationId,
  isSkillId,
  type OrganizationId,
  type SkillId,
} from '@bindery/model'

/** A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random bits, so that ids sort by age. */
export function newId(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export const newOrganizationId = (): OrganizationId => branded(isOrganizationId)
export const newAgentId = (): AgentId => branded(isAgentId)
export const newSkillId = (): SkillId => branded(isSkillId)
export const newCatalogId = (): CatalogId => branded(isCatalogId)

function branded<Id extends string>(is: (text: string) => text is Id): Id {
  const id = newId()
  if (!is(id)) throw new Error('A new id does not have the form of an id.')
  return id
}
