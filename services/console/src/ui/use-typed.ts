import { useState } from 'react'

/**
 * What stands in a field while somebody types: as it was typed, until the field is left. Half of a year or of a number may mean
 * something else, or nothing, and what it means so far must not be written over it.
 */
export function useTyped(value: string) {
  const [typed, setTyped] = useState<string>()
  return { shown: typed ?? value, type: setTyped, leave: () => setTyped(undefined) }
}
