/** Moves an entry to the young end of a map and drops the oldest one beyond the limit. */
export function remember<Value>(
  cache: Map<string, Value>,
  entry: { readonly key: string; readonly value: Value; readonly most: number },
): Value {
  cache.delete(entry.key)
  cache.set(entry.key, entry.value)
  const [oldest] = cache.keys()
  if (cache.size > entry.most && oldest !== undefined) cache.delete(oldest)
  return entry.value
}
