import { setTimeout as pause } from 'node:timers/promises'

/** Asks again and again until there is something: bounded by the time that a test may take. */
export async function until<Value>(find: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const found = await find()
    if (found !== undefined) return found
    await pause(20)
  }
}
