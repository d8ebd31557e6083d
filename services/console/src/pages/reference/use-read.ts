import { useCallback, useRef, useState } from 'react'
import { UnreachableError } from '../../api/client.ts'
import { readOnce, type ReadAnswer } from '../../api/reference.ts'

/** A read that somebody presses: the last answer, and a way to end one that does not end by itself. */
export function useRead() {
  const [answer, setAnswer] = useState<ReadAnswer>()
  const [error, setError] = useState<unknown>()
  const [isRunning, setIsRunning] = useState(false)
  const running = useRef<AbortController>(undefined)
  const stop = useCallback(() => running.current?.abort(), [])
  const run = (request: Request): void => {
    stop()
    const asked = new AbortController()
    running.current = asked
    setIsRunning(true)
    setError(undefined)
    readOnce(request, asked.signal)
      .then(
        (read) => running.current === asked && setAnswer(read),
        (failure: unknown) => {
          if (running.current !== asked || asked.signal.aborted) return
          setError(failure instanceof TypeError ? new UnreachableError(failure.message) : failure)
        },
      )
      .finally(() => running.current === asked && setIsRunning(false))
  }
  return { run, stop, isRunning, answer, error }
}
