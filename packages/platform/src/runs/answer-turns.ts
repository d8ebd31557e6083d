import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { type Connection, FairQueue, type HttpResponse, PlatformError } from '@bindery/model'

/** Bytes of an answer from which on reading it holds everybody up. */
export const largeAnswer = 256 * 1024

/** One at a time, in turn between organisations; those of one wait for at most 5 s. */
const limits = { places: 1, waiting: 64, waitMs: 5_000 }

/** While others have calls under way, reading large answers takes one part of so many of the time. */
const partOfTime = 4

/**
 * Reads of large answers, one after another: each holds the event loop, and the loop goes round for everybody else in between. An
 * answer is let on when it is its turn; what reading it took is over when the loop has gone round.
 */
export class AnswerTurns {
  readonly #queue = new FairQueue(limits, tooMany)
  readonly #isShared: () => boolean

  constructor(isShared: () => boolean) {
    this.#isShared = isShared
  }

  /** A connection of an organisation whose large answers wait for their turn. What may have changed something never waits. */
  over(connection: Connection, organizationId: string): Connection {
    const fetch: Connection['fetch'] = async (request, signal) => {
      const answer = await connection.fetch(request, signal)
      if (request.effect !== 'read' || answer.body.byteLength < largeAnswer) return answer
      return this.#inTurn(organizationId, answer)
    }
    return { ...connection, fetch }
  }

  #inTurn(organizationId: string, answer: HttpResponse): Promise<HttpResponse> {
    return new Promise((read, refuse) => {
      const turn = async (): Promise<void> => {
        const began = performance.now()
        read(answer)
        // Whoever waits for the answer reads it before the loop goes round.
        await nextTurn()
        const took = performance.now() - began
        if (this.#isShared()) await wait(took * (partOfTime - 1))
      }
      this.#queue.run(organizationId, turn).catch(refuse)
    })
  }
}

const tooMany = (): PlatformError =>
  new PlatformError(
    'overloaded',
    'Too many large answers of this organisation are waiting to be read. Ask for less at once: fewer rows, fewer calls.',
    { reason: 'answer_turn', retryAfterMs: 2_000, sent: 'maybe' },
  )
