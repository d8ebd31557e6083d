/** What a call does to the provider. `action` is a write that is none of the other three. */
export const effects = ['read', 'create', 'update', 'delete', 'action'] as const

export type Effect = (typeof effects)[number]

export const isWrite = (effect: Effect): boolean => effect !== 'read'
