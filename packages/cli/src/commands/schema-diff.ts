import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { choiceFlag, textFlag } from '../command-line/parameter.ts'
import { CliError } from '../failures/cli-error.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'
import type { Line } from '../terminal/line.ts'

const from = textFlag('from', 'Hash of the schema before; the one before the current when absent')
const to = textFlag('to', 'Hash of the schema after; the current one when absent')
const impact = choiceFlag('impact', 'Only changes of this kind', ['compatible', 'breaking', 'security'])
const failOn = choiceFlag('fail-on', 'Ends with exit code 7 when there are such changes', ['breaking', 'any'])

export const command: Command = {
  summary: 'What changed between two schemas of a provider',
  takes: [providerArgument, from, to, impact, failOn],
  output: answerOf('GET /api/v1/integrations/{kind}/schema/diff'),
  example: 'schema diff clinic --fail-on breaking',
  run: async ({ get, api, lookups, names }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const versions = unwrap(
      await lookups.GET('/api/v1/integrations/{kind}/schema/versions', { params: { path: { kind } } }),
    ).data
    const after =
      get(to) === undefined ? versions.find(({ isCurrent }) => isCurrent) : find(versions, get(to))
    const before =
      get(from) === undefined
        ? versions[versions.findIndex((one) => one === after) + 1]
        : find(versions, get(from))
    if (after === undefined || before === undefined) throw noPair(kind, versions.length)
    const only = get(impact)
    const query = {
      limit: '500',
      from: before.catalogHash,
      to: after.catalogHash,
      ...(only !== undefined && { impact: only }),
    }
    const { data, meta } = unwrap(
      await api.GET('/api/v1/integrations/{kind}/schema/diff', { params: { path: { kind }, query } }),
    )
    const { added, changed, removed, breaking } = data.counts
    const isDrift = get(failOn) === 'any' ? added + changed + removed > 0 : breaking > 0
    return {
      data,
      meta: { hasMore: meta?.hasMore ?? false },
      view: lines([
        `${added} added, ${changed} changed, ${removed} removed, ${breaking} breaking`,
        ...data.changes.flatMap(changeLines),
      ]),
      ...(meta?.hasMore === true && { note: 'Showing the first 500 changes; --impact narrows them.' }),
      ...(get(failOn) !== undefined && isDrift && { exit: 'drift' }),
    }
  },
}

interface Version {
  readonly catalogHash: string
}

/** The version whose hash begins so. Throws CliError for none and for several. */
function find<Found extends Version>(versions: readonly Found[], text = ''): Found {
  const found = versions.filter(
    ({ catalogHash }) => catalogHash.startsWith(text) || catalogHash.startsWith(`sha256:${text}`),
  )
  const [only, second] = found
  if (only !== undefined && second === undefined) return only
  throw new CliError({
    code: only === undefined ? 'name_unknown' : 'name_ambiguous',
    exit: 'usage',
    message: `"${text}" is the beginning of ${found.length} schemas.`,
    fix: `There is ${versions.map(({ catalogHash }) => catalogHash.slice(0, 19)).join(', ')}.`,
  })
}

const noPair = (kind: string, count: number): CliError =>
  new CliError({
    code: 'not_available',
    exit: 'conflict',
    message: `There are not two schemas of "${kind}" to compare: it has ${count}.`,
    fix: `bindery discover ${kind}`,
  })

interface Change {
  readonly change: 'added' | 'changed' | 'removed'
  readonly kind: string
  readonly name: string
  readonly impact: string
  readonly facts: readonly { readonly message: string }[]
}

const signs = { added: '+', changed: '~', removed: '-' } as const
const styles = { added: 'green', changed: 'yellow', removed: 'red' } as const

const changeLines = ({ change, kind, name, impact: how, facts }: Change): readonly Line[] => [
  [
    { style: styles[change], text: `${signs[change]} ${kind} ${name}` },
    { style: 'dim', text: ` ${how}` },
  ],
  ...facts.map(({ message }) => `    ${message}`),
]
