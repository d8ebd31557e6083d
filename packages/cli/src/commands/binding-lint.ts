import { type BindingValidation, unwrap } from '@bindery/client'
import { type Answer, type Call, type Command, lines } from '../command.ts'
import { switchFlag } from '../command-line/parameter.ts'
import { bindingFile, isBinding, readBinding, writeBinding } from '../input/binding-file.ts'
import { applyPatch } from '../input/json-patch.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'
import type { Line } from '../terminal/line.ts'

const fix = switchFlag('fix', 'Writes the first fix of each error into the file, as long as there is one')

/** A fix may lead to the next error; more than these are not one mistake any more. */
const mostFixes = 50

export const command: Command = {
  summary: 'Everything that is wrong with a binding, with fixes; stores nothing',
  takes: [agentArgument, bindingFile, fix],
  output: answerOf('POST /api/v1/agents/{agentId}/bindings/validate'),
  example: 'binding lint front-desk find.yaml --fix',
  dryRun: 'own',
  run: async (call) => {
    const { get, names } = call
    const { id: agentId } = await names.agent(get(agentArgument))
    const path = get(bindingFile)
    const binding = await readBinding(call, path)
    const first = await validate(call, agentId, binding)
    if (!get(fix)) return toAnswer(first, [])
    return fixAll(call, { agentId, path, binding, found: first })
  },
}

async function validate({ api }: Call, agentId: string, body: Awaited<ReturnType<typeof readBinding>>) {
  const answer = await api.POST('/api/v1/agents/{agentId}/bindings/validate', {
    params: { path: { agentId } },
    body,
  })
  return unwrap(answer).data
}

interface Fixing {
  readonly agentId: string
  readonly path: string
  readonly binding: Awaited<ReturnType<typeof readBinding>>
  readonly found: BindingValidation
}

async function fixAll(call: Call, { agentId, path, binding, found }: Fixing): Promise<Answer> {
  const done: string[] = []
  let now = { binding, found }
  while (done.length < mostFixes) {
    const issue = now.found.errors.find(({ fixes = [] }) => fixes.length > 0)
    const [first] = issue?.fixes ?? []
    if (issue === undefined || first === undefined) break
    const patched = applyPatch(now.binding, first.patch)
    if (!isBinding(patched)) break
    done.push(`${issue.field === '' ? issue.path : issue.field}: ${first.title}`)
    now = { binding: patched, found: await validate(call, agentId, patched) }
  }
  if (done.length > 0 && call.settings.sending === 'send') await writeBinding(call, path, now.binding)
  return toAnswer(now.found, done)
}

function toAnswer(data: BindingValidation, fixed: readonly string[]): Answer {
  return {
    data,
    meta: { fixed },
    view: lines([
      ...fixed.map((text): Line => [{ style: 'green', text: 'fixed ' }, text]),
      ...data.errors.map((issue) => issueLine(issue, 'red')),
      ...data.warnings.map((issue) => issueLine(issue, 'yellow')),
      ...(data.compiled?.explanation.summary === undefined ? [] : [data.compiled.explanation.summary]),
    ]),
    ...(!data.valid && { exit: 'invalid' }),
  }
}

interface Issue {
  readonly field: string
  readonly path: string
  readonly code: string
  readonly message: string
}

const issueLine = ({ field, path, code, message }: Issue, style: 'red' | 'yellow'): Line => [
  { style: 'bold', text: field === '' ? path : field },
  ' ',
  { style, text: code },
  ` ${message}`,
]
