import { type Guardrail, isWrite, weekDays } from '@bindery/model'
import { type Gate, passed, refused } from '../gate.ts'
import { guardrailsOf } from '../guardrails.ts'
import type { RunnableSkill } from '../ports.ts'

type Hours = Extract<Guardrail, { readonly policyType: 'business_hours' }>['config']

/** It is an hour at which the agent may do this. Hours that end before they begin run past midnight. */
export const businessHours: Gate = {
  name: 'business_hours',
  appliesTo: 'live-run',
  demand: (runnable) => {
    const texts = hoursOf(runnable).map(
      ({ days, from, to, timezone }) => `${days.join(', ')} ${from} to ${to} (${timezone})`,
    )
    return texts.length === 0 ? undefined : `allows calls on ${texts.join(' and on ')} only`
  },
  check: ({ runnable, ports }) => {
    const closed = hoursOf(runnable).find((hours) => !isOpen(hours, ports.now()))
    if (closed === undefined) return passed
    const message = `"${runnable.skill.functionName}" may run from ${closed.from} to ${closed.to} (${closed.timezone}) on ${closed.days.join(', ')}.`
    return refused('outside_business_hours', message)
  },
}

function hoursOf(runnable: RunnableSkill): readonly Hours[] {
  return guardrailsOf(runnable, 'business_hours')
    .map(({ config }) => config)
    .filter((hours) => hours.appliesTo === 'all' || isWrite(runnable.skill.effect))
}

function isOpen({ timezone, days, from, to }: Hours, now: Date): boolean {
  const { day, clock } = localTime(timezone, now)
  const isDay = (index: number): boolean => days.some((name) => name === weekDays[(index + 7) % 7])
  if (from < to) return isDay(day) && clock >= from && clock < to
  // Past midnight it is still the night of the day before.
  return (isDay(day) && clock >= from) || (isDay(day - 1) && clock < to)
}

/** Day from Monday as 0, and the time of day as `HH:MM`. */
function localTime(timeZone: string, now: Date): { readonly day: number; readonly clock: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? ''
  const day = weekDays.findIndex((name) => name === part('weekday').toLowerCase())
  return { day, clock: `${part('hour')}:${part('minute')}` }
}
