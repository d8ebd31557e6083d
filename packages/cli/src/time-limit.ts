import { CliError } from './failures/cli-error.ts'
import type { World } from './world.ts'

export interface TimeLimit {
  /** Aborted when the time is up or somebody stopped the command; its reason is the CliError. */
  readonly signal: AbortSignal
  /** Hears of the first Ctrl+C instead of the command being stopped by it. */
  readonly onInterrupt: (listener: () => void) => () => void
  readonly stop: () => void
}

/** Ends a command at its deadline, and at Ctrl+C: the first one goes to who listens, the next one stops it. */
export function watchTime(world: World, timeoutMs: number | undefined): TimeLimit {
  const controller = new AbortController()
  const listeners = new Set<() => void>()
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => controller.abort(outOfTime(timeoutMs)), timeoutMs)
  const silence = world.onInterrupt(() => {
    const [listener] = listeners
    if (listener === undefined) return controller.abort(stopped())
    listeners.delete(listener)
    listener()
  })
  return {
    signal: controller.signal,
    onInterrupt: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop: () => {
      clearTimeout(timer)
      silence()
    },
  }
}

const outOfTime = (timeoutMs: number): CliError =>
  new CliError({
    code: 'timed_out',
    exit: 'unreachable',
    message: `It took longer than ${timeoutMs / 1000} s.`,
    fix: 'Give a larger --timeout. What was asked of the server may still happen there.',
    isRetryable: true,
  })

const stopped = (): CliError =>
  new CliError({ code: 'interrupted', exit: 'interrupted', message: 'Stopped.', isRetryable: true })
