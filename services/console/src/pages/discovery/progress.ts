import type { JobEvent } from './job-events.ts'

/** The steps that a discovery passes, in this order. */
export const stages = ['fetch', 'read', 'store', 'compare'] as const
export type Stage = (typeof stages)[number]

/** How far a discovery is, from what it told so far. */
export interface Progress {
  /** What it is at. */
  readonly stage: Stage
  readonly done: number
  readonly total: number
  readonly held: { readonly operations: number; readonly objects: number } | undefined
  /** Remarks and what cannot be bound, oldest first. */
  readonly remarks: readonly Remark[]
  readonly end: Extract<JobEvent, { name: 'done' | 'error' }> | undefined
}

type Remark = Extract<JobEvent, { name: 'log' | 'quarantine' }>

export const nothingTold: Progress = {
  stage: 'fetch',
  done: 0,
  total: 0,
  held: undefined,
  remarks: [],
  end: undefined,
}

/** Most remarks that are kept: the schema lists all of them. */
const maxRemarks = 100

export function follow(before: Progress, event: JobEvent): Progress {
  switch (event.name) {
    case 'phase':
      return { ...before, ...stageAfter(event) }
    case 'count':
      return { ...before, held: { operations: event.operations, objects: event.objects } }
    case 'log':
    case 'quarantine':
      return { ...before, remarks: [...before.remarks, event].slice(-maxRemarks) }
    case 'done':
    case 'error':
      return { ...before, end: event }
  }
}

/** The stage that goes on once a phase has told how far it is. */
function stageAfter({
  phase,
  done,
  total,
}: Extract<JobEvent, { name: 'phase' }>): Pick<Progress, 'stage' | 'done' | 'total'> {
  const at = stages.findIndex((stage) => stage === phase)
  const isOver = total > 0 && done >= total
  const stage = stages[isOver ? Math.min(at + 1, stages.length - 1) : at] ?? 'read'
  return isOver ? { stage, done: 0, total: 0 } : { stage, done, total }
}

/** Where each stage begins, of 100. Storing takes longest; it and comparing skills say how far they are. */
const begins: Readonly<Record<Stage, number>> = { fetch: 2, read: 10, store: 40, compare: 95 }

/** How much is done, of 100. */
export function percentOf({ stage, done, total, end: ended }: Progress): number {
  if (ended !== undefined) return 100
  const isCounted = (stage === 'store' || stage === 'compare') && total > 0
  const end = stage === 'compare' ? 100 : begins.compare
  return Math.round(begins[stage] + (isCounted ? done / total : 0) * (end - begins[stage]))
}
