import type { Json, PlatformError, QuietOutcome, StepRecord } from '@bindery/model'
import type { SendLog } from '../watch-connection.ts'

/** What a step has done so far; what is left open when the run ends takes the outcome of the run. */
export class StepTrace {
  readonly #head: Pick<StepRecord, 'id' | 'integration' | 'operation' | 'startedMs'>
  status: StepRecord['status'] | undefined
  durationMs: number | undefined
  runs = 0
  attempts = 0
  bytes = 0
  rows: number | undefined
  request: Json | undefined
  errorCode: string | undefined

  constructor(head: Pick<StepRecord, 'id' | 'integration' | 'operation' | 'startedMs'>) {
    this.#head = head
  }

  end(status: StepRecord['status'], sinceStartMs: number): void {
    this.status = status
    this.durationMs = sinceStartMs - this.#head.startedMs
  }

  /** As it is kept. `open` is what becomes of a step that had not ended, and `nowMs` when. */
  toRecord(open: {
    readonly status: 'failed' | 'outcome_unknown' | QuietOutcome
    readonly nowMs: number
  }): StepRecord {
    const { status = open.status, rows, request, errorCode, bytes } = this
    return {
      ...this.#head,
      status,
      durationMs: this.durationMs ?? open.nowMs - this.#head.startedMs,
      runs: this.runs,
      attempts: this.attempts,
      ...(rows === undefined ? {} : { rows }),
      ...(request === undefined ? {} : { request }),
      ...(bytes === 0 ? {} : { bytes }),
      ...(errorCode === undefined ? {} : { errorCode }),
    }
  }

  fail({ code }: PlatformError): void {
    this.errorCode = code
  }
}

/** What one run of a step sends, counted for the step and for the whole at once: a deadline may end both. */
export class StepLog implements SendLog {
  readonly #whole: SendLog
  readonly #trace: StepTrace
  #attempts = 0
  #writes = 0
  #first: Json | undefined

  constructor(whole: SendLog, trace: StepTrace) {
    this.#whole = whole
    this.#trace = trace
  }

  get attempts(): number {
    return this.#attempts
  }

  set attempts(count: number) {
    this.#whole.attempts += count - this.#attempts
    this.#trace.attempts += count - this.#attempts
    this.#attempts = count
  }

  get writes(): number {
    return this.#writes
  }

  set writes(count: number) {
    this.#whole.writes += count - this.#writes
    this.#writes = count
  }

  get first(): Json | undefined {
    return this.#first
  }

  set first(request: Json | undefined) {
    this.#first = request
  }
}
