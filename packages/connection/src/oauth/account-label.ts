/** Members that name a person or an account, the most telling first. */
const members = ['email', 'preferred_username', 'login', 'username', 'name', 'sub'] as const

/**
 * A name for the account behind a grant, for people to recognise: at most 120 characters, without control, bidirectional
 * or invisible ones. Undefined when nothing tells.
 */
export function toAccountLabel(claims: unknown): string | undefined {
  if (typeof claims !== 'object' || claims === null) return undefined
  const known = new Map(Object.entries(claims))
  for (const member of members) {
    const value: unknown = known.get(member)
    const label = typeof value === 'string' ? value.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim() : ''
    if (label !== '') return label.slice(0, 120).toWellFormed()
  }
  return undefined
}
