/** What a key may be allowed to do. */
export const scopes = [
  'integrations:read',
  'integrations:write',
  'skills:read',
  'skills:write',
  'skills:execute',
  'agents:read',
  'agents:write',
  'guardrails:read',
  'guardrails:write',
  'secrets:read',
  'secrets:write',
  'keys:read',
  'keys:write',
  'confirmations:write',
  'logs:read',
  'webhooks:read',
  'webhooks:write',
] as const

export type Scope = (typeof scopes)[number]

/** The scopes that allow looking alone. */
export type ReadScope = Extract<Scope, `${string}:read`>

/** `any`: every key may. `none`: nobody has to be known, since what is given says who asks. */
export type RequiredScope = Scope | 'any' | 'none'

export const isScope = (text: string): text is Scope => scopes.some((scope) => scope === text)
