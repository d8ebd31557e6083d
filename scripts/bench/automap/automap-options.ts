import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { BenchOptions } from '../options.ts'
import { ownGoals, type Wording, wordings } from './goals.ts'

export type MapperChoice =
  | { readonly kind: 'deterministic' }
  /** The pipeline of a model that knows the labels: how far what is offered reaches. */
  | { readonly kind: 'oracle' }
  | {
      readonly kind: 'model'
      readonly model: string
      /** Undefined for the usual address of the client library. */
      readonly baseUrl: string | undefined
      readonly apiKey: string | undefined
      /** Folder that prompts and answers are kept in. */
      readonly record: string | undefined
    }
  /** Answers that were kept before. */
  | { readonly kind: 'replay'; readonly folder: string }

export interface AutomapOptions {
  readonly goals: string
  readonly specs: string
  readonly mapper: MapperChoice
  readonly wordings: readonly Wording[]
  /** Most goals to measure, spread over the file. */
  readonly limit: number | undefined
  /** Most time for reading the documents of one provider. */
  readonly deadlineMs: number
}

export type CheckedOptions =
  | { readonly ok: true; readonly value: AutomapOptions }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Our own goals when no file is named; documents are looked for beside the goals when no folder is. */
export function checkAutomapOptions(
  options: BenchOptions,
  environment: Readonly<Record<string, string | undefined>>,
): CheckedOptions {
  const problems: string[] = []
  const goals = options.goals ?? ownGoals
  if (!existsSync(goals)) problems.push(`--goals: there is no file "${goals}".`)
  const limit = options.limit === undefined ? undefined : Number(options.limit)
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    problems.push(`--limit wants a whole number above 0, not "${options.limit}".`)
  const deadline = Number(options.deadline ?? standardDeadline)
  if (!(deadline > 0))
    problems.push(`--deadline wants a number of seconds above 0, not "${options.deadline}".`)
  const wording = wordings.filter((each) => options.wording === undefined || options.wording === each)
  if (wording.length === 0)
    problems.push(`--wording is one of ${wordings.join(', ')}, not "${options.wording}".`)
  const mapper = checkMapper(options, environment, problems)
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: {
      goals,
      specs: options.specs ?? dirname(goals),
      mapper,
      wordings: wording,
      limit,
      deadlineMs: deadline * 1_000,
    },
  }
}

/** Seconds. */
const standardDeadline = '180'

function checkMapper(
  options: BenchOptions,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): MapperChoice {
  const { mapper = 'deterministic', baseUrl, model, apiKeyEnv, record, replay } = options
  if (mapper === 'deterministic' || mapper === 'oracle') {
    for (const [name, value] of Object.entries({
      'base-url': baseUrl,
      model,
      'api-key-env': apiKeyEnv,
      record,
      replay,
    }))
      if (value !== undefined) problems.push(`--${name} is for --mapper model.`)
    return { kind: mapper }
  }
  if (mapper !== 'model') problems.push(`--mapper is deterministic, model or oracle, not "${mapper}".`)
  if (replay !== undefined) {
    if (!existsSync(replay)) problems.push(`--replay: there is no folder "${replay}".`)
    if (record !== undefined) problems.push('--record and --replay do not go together.')
    return { kind: 'replay', folder: replay }
  }
  if (model === undefined || model.trim() === '') problems.push('--mapper model needs --model <name>.')
  if (baseUrl !== undefined && !z.url({ protocol: /^https?$/ }).safeParse(baseUrl).success)
    problems.push(`--base-url wants an http or https address, not "${baseUrl}".`)
  const apiKey = environment[apiKeyEnv ?? 'OPENAI_API_KEY']
  if (apiKeyEnv !== undefined && apiKey === undefined)
    problems.push(`--api-key-env: there is no environment variable "${apiKeyEnv}".`)
  return { kind: 'model', model: model ?? '', baseUrl, apiKey, record }
}
