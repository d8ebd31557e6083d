import { useSyncExternalStore } from 'react'
import type { Call } from './client.ts'

/** What this page sent last because somebody pressed something. Kept in memory alone, until the session ends. */
let last: Call<unknown> | undefined
const watching = new Set<() => void>()

export function rememberCall(call: Call<unknown> | undefined): void {
  last = call
  for (const tell of watching) tell()
}

export const useLastCall = (): Call<unknown> | undefined => useSyncExternalStore(watch, () => last)

function watch(tell: () => void): () => void {
  watching.add(tell)
  return () => watching.delete(tell)
}
