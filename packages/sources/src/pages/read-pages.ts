import {
  type Connection,
  type HttpPlace,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  type LeftOut,
  objectFrom,
  ownProperty,
  type PageNote,
  type PagesToRead,
  type PartialList,
  type PlannedCall,
  PlatformError,
  type ProviderResponse,
} from '@bindery/model'
import { type Judgement, judgePlaces, type Paging } from '@bindery/model/pages'
import { placesOf } from '../http-json/partial-lists.ts'
import { valueAt } from '../http-json/value-at.ts'
import { GatheredRows } from './gathered-rows.ts'
import { idOf, type NextPage, Pager, type Turn } from './pager.ts'
import type { PageSteps } from './page-steps.ts'

/** One answer, as the source reads it. */
export interface AnswerRead {
  readonly response: ProviderResponse
  /** Lower-case names. */
  readonly headers?: ReadonlyMap<string, string>
  /** Where it was asked for; absent where no address can be asked for instead. */
  readonly place?: HttpPlace
}

/** How a source reads one page: the first one without `page`. */
export type ReadPage = (page: NextPage | undefined, maxResponseBytes: number) => Promise<AnswerRead>

export interface PageReading {
  readonly steps: PageSteps | undefined
  readonly connection: Connection
  readonly read: ReadPage
}

/**
 * The answer of a call, with the list that goes on over pages put together: the document is that of the first page. One
 * call for every source; without `pages` it is one exchange. A page that fails fails the call, and all pages together stay
 * within the bytes of one answer.
 */
export async function readPages(call: PlannedCall, reading: PageReading): Promise<ProviderResponse> {
  const { pages } = call
  const { steps } = reading
  const first = await reading.read(undefined, call.maxResponseBytes)
  if (pages === undefined || steps === undefined) return first.response
  const rows = valueAt(first.response.data, pages.rows)
  if (!isJsonArray(rows)) return first.response
  return new Following(call, { ...reading, steps, pages }).from(first, rows)
}

interface Way extends PageReading {
  readonly steps: PageSteps
  readonly pages: PagesToRead
}

/** What is left after the last page, at least. */
type Left = Judgement['more']

class Following {
  readonly #call: PlannedCall
  readonly #way: Way
  readonly #pager: Pager
  readonly #gathered: GatheredRows
  readonly #known = new Set<string>()
  readonly #notes: PageNote[] = []
  readonly #beside: LeftOut[] = []
  #count = 1
  #bytes = 0
  #judged: Judgement = { more: 'none' }

  constructor(call: PlannedCall, way: Way) {
    const { steps, connection } = way
    this.#call = call
    this.#way = way
    this.#gathered = new GatheredRows(steps.key)
    this.#pager = new Pager({ steps, arguments: call.arguments, locate: connection.locate })
  }

  async from(first: AnswerRead, rows: readonly Json[]): Promise<ProviderResponse> {
    if (first.place !== undefined) this.#known.add(idOf(first.place))
    if (this.#pager.firstId !== undefined) this.#known.add(this.#pager.firstId)
    this.#receive(first)
    this.#gathered.add(rows)
    const left = rows.length === 0 ? this.#end(first) : await this.#follow(this.#turn(first, rows))
    return this.#conclude(first.response, this.#tellRepeated() && left === 'none' ? 'possible' : left)
  }

  async #follow(firstTurn: Turn): Promise<Left> {
    let turn = firstTurn
    let tried = 0
    while (turn.kind === 'next') {
      if (this.#known.has(turn.id)) return this.#stop('cursor_repeated')
      if (this.#count - tried >= this.#way.pages.most) return turn.because === 'said' ? 'certain' : 'possible'
      this.#known.add(turn.id)
      const answer = await this.#read(turn.page)
      const rows = this.#rowsOf(answer)
      if (rows.length === 0) return this.#end(answer)
      const { because } = turn
      const isNew = !this.#gathered.isKnown(rows) || this.#mayDiffer(answer, rows)
      if (isNew) this.#gathered.add(rows)
      else if (because === 'tried' && this.#way.steps.compares === true) tried = 1
      else return this.#stop('page_repeated')
      turn = this.#turn(answer, rows)
    }
    if (turn.kind === 'end') return 'none'
    this.#notes.push({ kind: `next_page_${turn.kind}`, page: this.#count })
    return 'certain'
  }

  /** Whether rows were added while pages were counted off: then a row that came meanwhile was not read. */
  #tellRepeated(): boolean {
    const { repeated } = this.#gathered
    if (repeated > 0) this.#notes.push({ kind: 'rows_repeated', rows: repeated })
    const { style } = this.#way.steps
    return repeated > 0 && (style === 'page' || style === 'offset')
  }

  /** Rows of which only parts are asked for may be alike on pages that are not: then the cursor tells. */
  #mayDiffer(answer: AnswerRead, rows: readonly Json[]): boolean {
    const { compares, style } = this.#way.steps
    if (compares === true || style !== 'cursor') return false
    const turn = this.#turn(answer, rows)
    return turn.kind !== 'next' || !this.#known.has(turn.id)
  }

  #stop(kind: 'cursor_repeated' | 'page_repeated'): Left {
    this.#notes.push({ kind, page: this.#count })
    return 'possible'
  }

  async #read(page: NextPage): Promise<AnswerRead> {
    const { maxResponseBytes } = this.#call
    await this.#way.pages.admit?.()
    this.#count += 1
    const left = maxResponseBytes - this.#bytes
    if (left <= 0) throw tooLarge(maxResponseBytes)
    const answer = await this.#way.read(page, left).catch((error: unknown) => {
      throw error instanceof PlatformError ? ofPage(error, this.#count, maxResponseBytes) : error
    })
    this.#receive(answer)
    return answer
  }

  #rowsOf({ response }: AnswerRead): readonly Json[] {
    const rows = valueAt(response.data, this.#way.pages.rows)
    if (isJsonArray(rows)) return rows
    // A provider that has nothing more may leave the list out.
    if (rows === undefined || rows === null) return []
    const message = `Page ${this.#count} holds something else where the first page holds the list.`
    throw new PlatformError('upstream_invalid_response', message, { reason: 'type_mismatch' })
  }

  #receive({ response }: AnswerRead): void {
    this.#bytes += response.bytes
    this.#beside.push(...(response.notes ?? []))
  }

  #end(answer: AnswerRead): Left {
    this.#judge(answer, [])
    return 'none'
  }

  /** Asked of a page that adds nothing too, for where it leads. */
  #turn(answer: AnswerRead, rows: readonly Json[]): Turn {
    const { response, headers, place } = answer
    const places = this.#judge(answer, rows)
    return this.#pager.turn({ data: response.data, headers, place, places, rows, judged: this.#judged })
  }

  #judge({ response, headers }: AnswerRead, { length }: readonly Json[]): readonly JsonObject[] {
    const list = { paging: this.#paging(), items: length, read: this.#gathered.read }
    const places = placesOf({ data: response.data, headers }, this.#way.pages.rows, list.paging)
    this.#judged = judgePlaces(places, list)
    return places
  }

  /** A call that says how many it wants has that page size. */
  #paging(): Paging {
    const { sizeArgument, size, nextPath } = this.#way.steps
    const asked = sizeArgument === undefined ? undefined : ownProperty(this.#call.arguments, sizeArgument)
    return { size: typeof asked === 'number' ? asked : size, nextPath }
  }

  #conclude(first: ProviderResponse, least: Left): ProviderResponse {
    const { rows } = this.#way.pages
    const others = (first.partial ?? []).filter(({ path }) => JSON.stringify(path) !== JSON.stringify(rows))
    const { more, total } = this.#judged
    const left = rank[more] > rank[least] ? more : least
    const own: readonly PartialList[] =
      left === 'none' ? [] : [{ path: rows, more: left, ...(total === undefined ? {} : { total }) }]
    const partial = [...others, ...own]
    const { partial: _partial, notes: _notes, ...answer } = first
    return {
      ...answer,
      data: withList(first.data, rows, this.#gathered.rows),
      bytes: this.#bytes,
      ...(partial.length === 0 ? {} : { partial }),
      ...(this.#beside.length === 0 ? {} : { notes: this.#beside }),
      ...(this.#notes.length === 0 ? {} : { pageNotes: this.#notes }),
    }
  }
}

const rank: { readonly [left in Left]: number } = { none: 0, possible: 1, certain: 2 }

/** The document with another list at the end of a way that leads to one. */
function withList(data: Json, [name, ...rest]: readonly string[], list: readonly Json[]): Json {
  if (name === undefined) return list
  if (!isJsonObject(data)) return data
  return objectFrom(
    Object.entries(data).map(([member, value]) =>
      member === name ? ([member, withList(value, rest, list)] as const) : ([member, value] as const),
    ),
  )
}

/** A failure of a later page says which; what it names is not what the caller asked for. */
function ofPage(error: PlatformError, page: number, maxResponseBytes: number): PlatformError {
  const { addressedBy: _addressedBy, upstreamStatus, ...rest } = error.details
  const isStatus = upstreamStatus !== undefined && upstreamStatus !== 404
  const details = isStatus ? { ...rest, upstreamStatus } : rest
  if (details.reason === 'response_too_large') return tooLarge(maxResponseBytes, error)
  return new PlatformError(error.code, `Page ${page}: ${error.message}`, { ...details, cause: error })
}

function tooLarge(maxResponseBytes: number, cause?: PlatformError): PlatformError {
  return new PlatformError(
    'upstream_invalid_response',
    `The pages of the answer are together larger than ${maxResponseBytes} bytes: read fewer.`,
    { reason: 'response_too_large', ...(cause === undefined ? {} : { cause }) },
  )
}
