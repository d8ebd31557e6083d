import { ProblemError } from '@bindery/client'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { type Call, send } from './client.ts'
import { rememberCall } from './last-call.ts'
import { useHere } from './use-here.ts'

interface CommandOptions<Input, Data> {
  /** What is sent for `input`: also what "Copy as curl" shows. */
  readonly call: (input: Input) => Call<Data>
  /** What is sent holds what was typed as a secret: it is not kept for copying. */
  readonly holdsSecret?: true
  /** Beginnings of the keys of what it changes, which is loaded anew. */
  readonly changes: readonly QueryKey[]
  /** Waited for before what changed is loaded anew. */
  readonly onAnswered?: (data: Data, input: Input) => Promise<void>
  readonly onDone?: (data: Data, input: Input) => void
  /** Leads on, after `onDone`: left out for who has gone to another page before the answer came. */
  readonly goOn?: (data: Data, input: Input) => void
  /** The server refused: for what is to happen beside showing why. */
  readonly onRefused?: (error: ProblemError) => void
}

export interface Command<Input, Data> {
  readonly run: (input: Input) => void
  /** What it answered the last time. */
  readonly data: Data | undefined
  readonly isRunning: boolean
  /** Why it failed the last time; shown beside what was pressed. */
  readonly error: Error | null
  readonly reset: () => void
}

/** Something that the operator presses. It waits for the server, loads what changed anew, then tells. */
export function useCommand<Input, Data>({
  call,
  holdsSecret,
  changes,
  onAnswered,
  onDone,
  goOn,
  onRefused,
}: CommandOptions<Input, Data>): Command<Input, Data> {
  const queryClient = useQueryClient()
  const isGoing = useRef(false)
  const mark = useHere()
  const isHere = useRef(mark())
  const mutation = useMutation<Data, Error, Input>({
    mutationFn: (input) => {
      const sent = call(input)
      rememberCall(holdsSecret === true ? undefined : sent)
      return send(sent)
    },
    onSuccess: async (data, input) => {
      await onAnswered?.(data, input)
      await Promise.all(changes.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
      onDone?.(data, input)
      if (isHere.current()) goOn?.(data, input)
    },
    onError: (error) => {
      if (error instanceof ProblemError) onRefused?.(error)
    },
  })
  const run = (input: Input): void => {
    // A second press before the page shows the first one is the same press.
    if (isGoing.current) return
    isGoing.current = true
    isHere.current = mark()
    mutation.mutate(input, {
      onSettled: () => {
        isGoing.current = false
      },
    })
  }
  return {
    run,
    data: mutation.data,
    isRunning: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  }
}
