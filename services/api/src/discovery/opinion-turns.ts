import { orEnded, type OrganizationId, within } from '@bindery/model'
import type { OpinionTask } from '@bindery/platform/kernel'

/** Each holds a whole document in memory while it waits. */
const mostWaiting = 4

export type Turn<Value> =
  | { readonly status: 'taken'; readonly value: Value }
  /** It did not come in time, or nobody waits for it any more. */
  | { readonly status: 'missed' }
  /** Nothing was waited for. */
  | { readonly status: 'crowded' }

/**
 * Lets second opinions be formed one after another, in the order in which they were asked for. One of an organisation may wait
 * beside the one that is formed, and four of all: whoever comes then is told at once.
 */
export class OpinionTurns {
  /** Ends when every opinion that was asked for has been given. */
  #all: Promise<void> = Promise.resolve()
  /** How many were asked for and not given yet. */
  #pending = 0
  readonly #waiting = new Set<OrganizationId>()

  /** Waits for a turn for `ms` at most, and does `work` in it. Throws what it throws. */
  async take<Value>(task: OpinionTask, ms: number, work: () => Promise<Value>): Promise<Turn<Value>> {
    const isFree = this.#pending === 0
    if (!isFree && this.#isCrowdedFor(task.organizationId)) return { status: 'crowded' }
    const before = this.#all
    const turn = async (): Promise<Turn<Value>> => {
      if (!isFree && !(await this.#wait(task, ms, before))) return { status: 'missed' }
      return { status: 'taken', value: await work() }
    }
    this.#pending += 1
    const taken = turn().finally(() => {
      this.#pending -= 1
    })
    // What they gave is dropped: each would hold the one before it for ever.
    this.#all = Promise.allSettled([before, taken]).then(() => undefined)
    return taken
  }

  #isCrowdedFor(organizationId: OrganizationId): boolean {
    return this.#waiting.has(organizationId) || this.#waiting.size >= mostWaiting
  }

  /** Whether the turn came in time. */
  async #wait({ organizationId, signal }: OpinionTask, ms: number, before: Promise<void>): Promise<boolean> {
    this.#waiting.add(organizationId)
    const come = before.then(() => true)
    const hasCome = await within(signal, ms, (waiting) => orEnded(come, waiting))
    this.#waiting.delete(organizationId)
    return hasCome === true
  }
}
