import type { RunnableSkill, RunPorts } from '../ports.ts'
import type { Clock } from './moment-span.ts'

interface Asked {
  readonly runnable: RunnableSkill
  readonly ports: Pick<RunPorts, 'now'>
  /** When it was asked, where that was earlier: a person agreed to what was shown then. */
  readonly asOf?: Date | undefined
}

/** The clock of a run, read once: a call that was confirmed counts from when it was shown. */
export const clockOf = ({ runnable, ports, asOf }: Asked): Clock => ({
  now: asOf ?? ports.now(),
  timezone: runnable.timezone,
})
