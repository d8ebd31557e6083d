declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

export type OrganizationId = Id<'organization'>
export type AgentId = Id<'agent'>
export type SkillId = Id<'skill'>
export type ExecutionId = Id<'execution'>
export type ConfirmationId = Id<'confirmation'>
export type CatalogId = Id<'catalog'>

export const isOrganizationId = (text: string): text is OrganizationId => uuid.test(text)
export const isAgentId = (text: string): text is AgentId => uuid.test(text)
export const isSkillId = (text: string): text is SkillId => uuid.test(text)
export const isExecutionId = (text: string): text is ExecutionId => uuid.test(text)
export const isConfirmationId = (text: string): text is ConfirmationId => uuid.test(text)
export const isCatalogId = (text: string): text is CatalogId => uuid.test(text)

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
