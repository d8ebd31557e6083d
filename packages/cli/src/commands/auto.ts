import { type AutoDraft, unwrap } from '@bindery/client'
import { type Answer, type Call, type Command, lines } from '../command.ts'
import { argument, choiceFlag, listFlag, switchFlag } from '../command-line/parameter.ts'
import { CliError, missingInput } from '../failures/cli-error.ts'
import { readKeyValues } from '../input/key-values.ts'
import { agentArgument, providerFlag } from '../names/name-arguments.ts'
import { type Named, providers } from '../names/names.ts'
import { answerOf } from '../schemas/output-schema.ts'
import type { Line } from '../terminal/line.ts'

const goal = argument('goal', 'What the skill is for, in plain words')
const parameter = listFlag('param', 'A parameter that the caller gives')
const output = listFlag('returns', 'An output that the caller needs')
const accept = choiceFlag('accept', 'Which lines of the draft are agreed to', ['strong', 'all', 'none'])
const test = switchFlag(
  'test',
  'Shows the request that it would send, or calls the provider where -i gives parameters',
)
const input = listFlag('input', 'A parameter for --test: name=text, or name:=json', { short: 'i' })
const publish = switchFlag('publish', 'Enables and publishes it, when every line is agreed to')

export const command: Command = {
  summary: 'Drafts a skill from a goal in words',
  takes: [agentArgument, goal, providerFlag, parameter, output, accept, test, input, publish],
  output: answerOf('POST /api/v1/agents/{agentId}/integrations/{kind}/bindings/auto'),
  example: 'auto front-desk "look up a caller by phone" --provider clinic --accept strong --test --publish',
  run: async (call) => {
    const { get, names } = call
    const agent = await names.agent(get(agentArgument))
    const place = { agentId: agent.id, kind: (await providerOf(call)).id }
    const { draft, warnings } = await makeDraft(call, place)
    const open = await decide(call, place, draft)
    if (get(test)) await tryDraft(call, place, draft)
    const notes = get(publish) ? await goLive(call, agent, { draft, open }) : nextSteps(agent, draft, open)
    return toAnswer(draft, warnings, notes)
  },
}

interface Place {
  readonly agentId: string
  readonly kind: string
}

/** The one that --provider names, or the only one that there is. */
async function providerOf({ get, names, lookups }: Call): Promise<Named> {
  const text = get(providerFlag)
  if (text !== undefined) return names.provider(text)
  const [only, second] = await providers(lookups)
  if (only !== undefined && second === undefined) return only
  throw missingInput(
    'Of which provider is not said.',
    'Give --provider <provider>; "bindery provider list" names them.',
  )
}

async function makeDraft({ get, api, terminal }: Call, path: Place) {
  terminal.status('drafting ...')
  const [parameters, outputs] = [get(parameter), get(output)]
  const { data, warnings } = unwrap(
    await api.POST('/api/v1/agents/{agentId}/integrations/{kind}/bindings/auto', {
      params: { path },
      body: {
        goal: get(goal),
        ...(parameters.length > 0 && { parameters: [...parameters] }),
        ...(outputs.length > 0 && { outputs: [...outputs] }),
      },
    }),
  )
  return { draft: data, warnings: warnings ?? [] }
}

type DraftLine = AutoDraft['lines'][number]

/** Agrees to the lines that --accept says, and gives those that nobody has agreed to. */
async function decide({ get, api }: Call, path: Place, draft: AutoDraft): Promise<readonly DraftLine[]> {
  const how = get(accept) ?? 'none'
  const isAgreed = ({ strength }: DraftLine): boolean =>
    how === 'all' || (how === 'strong' && strength === 'strong')
  const agreed = draft.lines.filter(isAgreed)
  if (agreed.length > 0)
    unwrap(
      await api.POST('/api/v1/agents/{agentId}/integrations/{kind}/bindings/auto/{draftId}/decisions', {
        params: { path: { ...path, draftId: draft.draftId } },
        body: {
          decisions: agreed.slice(0, mostDecisions).map(({ kind, target, source }) => ({
            kind,
            name: kind === 'input' ? source : target,
            verdict: 'accept' as const,
          })),
        },
      }),
    )
  return draft.lines.filter((line) => !isAgreed(line))
}

/** Most that the server takes at once, which no draft has. */
const mostDecisions = 100

async function tryDraft({ get, api, terminal, settings }: Call, { agentId, kind }: Place, draft: AutoDraft) {
  const params = { ...readKeyValues(get(input), '--input') }
  const from = Object.keys(params).length > 0 ? 'call' : 'preview'
  const { data } = unwrap(
    await api.POST('/api/v1/agents/{agentId}/bindings/try', {
      params: { path: { agentId } },
      body: {
        binding: 'steps' in draft.binding ? draft.binding : { ...draft.binding, integration: kind },
        params,
        from,
        ...(settings.env !== undefined && { environment: settings.env }),
      },
    }),
  )
  const shown = data.output ?? data.request
  if (shown !== undefined) terminal.say([{ style: 'dim', text: `${from}: ` }, JSON.stringify(shown)])
  const problem = data.error?.message ?? data.errors[0]?.message
  if (problem !== undefined) terminal.say([{ style: 'yellow', text: `${from}: ` }, problem])
}

interface Decided {
  readonly draft: AutoDraft
  readonly open: readonly DraftLine[]
}

/** Enables and publishes what is agreed to. Throws CliError while a line is open, and leaves a write to a person. */
async function goLive({ api }: Call, agent: Named, { draft, open }: Decided): Promise<string> {
  const { skill } = draft
  if (skill === null) throw waits(agent, 'The draft did not become a skill.', draft.draftId)
  if (open.length > 0)
    throw waits(
      agent,
      `${open.length} lines are not agreed to: ${open.map(({ target }) => target).join(', ')}.`,
      draft.draftId,
    )
  if (skill.isWrite)
    throw waits(agent, `"${skill.functionName}" changes things at the provider.`, draft.draftId)
  const path = { agentId: agent.id }
  unwrap(
    await api.PATCH('/api/v1/agents/{agentId}/skills/{skillId}', {
      params: { path: { ...path, skillId: skill.id } },
      body: { isEnabled: true },
    }),
  )
  const version = unwrap(
    await api.POST('/api/v1/agents/{agentId}/publish', { params: { path }, body: {} }),
  ).data
  return `Version ${version.number} of "${agent.name}" is live, with "${skill.functionName}".`
}

const waits = (agent: Named, why: string, draftId: string): CliError =>
  new CliError({
    code: 'not_available',
    exit: 'waiting',
    message: `${why} It was not published.`,
    fix: `bindery review list (draft ${draftId}), then bindery skill enable ${agent.name} and bindery agent publish ${agent.name}`,
  })

function nextSteps(agent: Named, { skill, questions }: AutoDraft, open: readonly DraftLine[]): string {
  if (skill === null) return questions[0]?.question ?? 'The draft did not become a skill.'
  const left = open.length === 0 ? '' : `${open.length} lines are open. `
  return `${left}Next: bindery skill enable ${agent.name} ${skill.functionName}, then bindery agent publish ${agent.name}`
}

function toAnswer(data: AutoDraft, warnings: readonly unknown[], note: string): Answer {
  return {
    data,
    warnings,
    view: lines([
      `${data.skill?.functionName ?? '(no skill)'}  ${data.strength}, by ${data.mapper.mode === 'model' ? (data.mapper.model ?? 'a model') : 'rules'}`,
      data.rationale,
      ...data.lines.map(lineOf),
      ...data.questions.map(({ question }): Line => [{ style: 'yellow', text: '? ' }, question]),
      ...data.unmet.map(({ name, reason }): Line => [{ style: 'yellow', text: `${name}: ` }, reason]),
    ]),
    note,
  }
}

const styles = { strong: 'green', fair: 'yellow', weak: 'red' } as const

const lineOf = ({ kind, target, source, strength }: DraftLine): Line => [
  '  ',
  { style: styles[strength], text: strength.padEnd(6) },
  ` ${kind === 'input' ? `${source} -> ${target}` : `${target} <- ${source}`}`,
]
