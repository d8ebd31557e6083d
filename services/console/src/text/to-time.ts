/** The time that a text names, as the API takes it; undefined for none. */
export function toTime(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined
  const ms = Date.parse(value)
  const isKnown = ms >= Date.UTC(1970, 0) && ms < Date.UTC(10_000, 0)
  return isKnown ? new Date(ms).toISOString() : undefined
}
