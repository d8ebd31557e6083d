import { type DiscoveryJob, type DiscoverySummary, unwrap } from '@bindery/client'
import { type Answer, type Call, type Command, lines } from '../command.ts'
import { choiceFlag, switchFlag } from '../command-line/parameter.ts'
import { CliError } from '../failures/cli-error.ts'
import { type Exit, exitOfProblem, problemCodes } from '../failures/exit-codes.ts'
import { followDiscovery, progress } from '../input/follow-discovery.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { membersOf } from '../output/rows.ts'
import { answerOf } from '../schemas/output-schema.ts'

const detach = switchFlag('detach', 'Begins it and does not wait')
const failOn = choiceFlag('fail-on', 'Ends with exit code 7 when the schema changed by that much', [
  'breaking',
  'any',
])

export const command: Command = {
  summary: 'Reads the schema of a provider, and says what changed',
  takes: [providerArgument, detach, failOn, progress],
  output: answerOf('POST /api/v1/integrations/{kind}/discover'),
  example: 'discover acme --fail-on breaking',
  run: async (call) => {
    const { get, api, names, settings } = call
    const { id: kind } = await names.provider(get(providerArgument))
    const { data } = unwrap(
      await api.POST('/api/v1/integrations/{kind}/discover', {
        params: { path: { kind } },
        body: settings.env === undefined ? {} : { environment: settings.env },
        headers: { prefer: 'wait=0' },
      }),
    )
    if (!('jobId' in data)) return ended(call, kind, data)
    if (get(detach)) return { data, note: `Begun. bindery provider show ${kind} says how far it is.` }
    return ended(call, kind, await waitFor(call, { kind, job: data.jobId }))
  },
}

/** Follows a discovery to its end and gives its summary. Throws CliError when it failed or was cancelled. */
export async function waitFor(call: Call, path: { kind: string; job: string }): Promise<DiscoverySummary> {
  await followDiscovery(call, path)
  const { data } = unwrap(
    await call.lookups.GET('/api/v1/integrations/{kind}/discover/{job}', { params: { path } }),
  )
  if (data.summary !== undefined) return data.summary
  throw endedOtherwise(path.kind, data)
}

/** Why a discovery has no summary: it was cancelled, or failed for a reason that the server keeps. */
function endedOtherwise(kind: string, { status, problem }: DiscoveryJob): CliError {
  const [code, message] = ['code', 'message'].map((name) => membersOf(problem).get(name))
  const known = problemCodes.find((one) => one === code)
  return new CliError({
    code: known ?? 'interrupted',
    exit: status === 'cancelled' ? 'interrupted' : known === undefined ? 'unexpected' : exitOfProblem[known],
    message: typeof message === 'string' ? message : `The discovery of "${kind}" ended as "${status}".`,
    fix: status === 'cancelled' ? `bindery discover ${kind}` : `bindery provider check ${kind}`,
  })
}

function ended({ get }: Call, kind: string, data: DiscoverySummary): Answer {
  const { added, changed, removed, breaking } = data.diff.counts
  const changes = added + changed + removed
  const isDrift = get(failOn) === 'any' ? changes > 0 : get(failOn) === 'breaking' && breaking > 0
  const exit: Exit = isDrift ? 'drift' : 'ok'
  return {
    data,
    warnings: data.warnings,
    view: lines([
      `${kind}: ${data.objectCount} objects, ${data.operationCount} operations, ${data.quarantined} set aside`,
      ...(data.unchanged
        ? ['Nothing changed.']
        : [`${added} added, ${changed} changed, ${removed} removed, ${breaking} breaking`]),
      ...data.affectedSkills.map(({ functionName, verdict, reasons }) => [
        { style: verdict === 'compatible' ? 'dim' : 'yellow', text: `  ${functionName} ${verdict}` } as const,
        ` ${reasons.join(' ')}`,
      ]),
    ]),
    exit,
  }
}
