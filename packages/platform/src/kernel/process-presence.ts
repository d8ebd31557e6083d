import {
  findRestored,
  forgetExpiredReads,
  forgetProcesses,
  markOverdueUnknown,
  reportAlive,
  reportEnded,
  type Store,
} from '@bindery/store'
import { newId } from './ids.ts'
import type { Logger } from './logger.ts'

const heartbeatMs = 2_000
/** Every so many heartbeats what dead processes left is tidied. */
const tidyEvery = 15

/**
 * Says that this process lives, so that others know which runs are over when it dies. Runs of dead processes become
 * failed or, for writes, of unknown outcome.
 */
export class ProcessPresence {
  readonly id = newId()
  #timer: NodeJS.Timeout | undefined
  #beats = 0

  readonly #onRestored: () => void

  /** `onRestored` hears that the store was restored under this process, which was silent meanwhile: it is of another store. */
  constructor(onRestored: () => void = () => {}) {
    this.#onRestored = onRestored
  }

  /** `alone` for a store that one process at a time can open: then whatever was there before is dead. */
  async start(store: Store, others: 'alone' | 'shared', logger: Logger): Promise<void> {
    await store.run('platform', async (transaction) => {
      if (others === 'alone') await forgetProcesses(transaction)
      await reportAlive(transaction, this.id)
      await markOverdueUnknown(transaction)
    })
    const beat = (): void => {
      this.#beat(store).catch((error: unknown) => logger.warn({ err: error }, 'the heartbeat failed'))
    }
    this.#timer = setInterval(beat, heartbeatMs)
    this.#timer.unref()
  }

  async close(store: Store): Promise<void> {
    clearInterval(this.#timer)
    await store.run('platform', (transaction) => reportEnded(transaction, this.id))
  }

  async #beat(store: Store): Promise<void> {
    this.#beats += 1
    await store.run('platform', async (transaction) => {
      if ((await findRestored(transaction))?.epoch !== store.restored?.epoch) return this.#onRestored()
      await reportAlive(transaction, this.id)
      if (this.#beats % tidyEvery !== 0) return
      await markOverdueUnknown(transaction)
      await forgetExpiredReads(transaction)
    })
  }
}
