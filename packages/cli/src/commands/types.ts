import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Answer, type Call, type Command, lines } from '../command.ts'
import { choiceFlag, textFlag } from '../command-line/parameter.ts'
import { missingInput } from '../failures/cli-error.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { jsonText } from '../output/json-text.ts'
import { openApiOf, postmanOf, schemasOf } from '../published/documents.ts'
import { type PublishedAgent, readSkillSchemas } from '../published/skill-schemas.ts'
import { declarationText } from '../published/type-text.ts'
import { own } from '../schemas/output-schema.ts'
import { openSession } from '../session/session.ts'

const forms = ['dts', 'openapi', 'json-schema', 'postman'] as const
const form = choiceFlag('as', 'In which form; types of TypeScript when absent', forms)
const check = textFlag('check', 'Ends with exit code 7 when this file holds something else')

export const command: Command = {
  summary: 'What an agent has published, for programs that call it: types, OpenAPI, JSON Schema, Postman',
  takes: [agentArgument, form, check],
  output: own({ type: ['string', 'object'] }),
  example: 'types front-desk --as openapi',
  run: async (call) => {
    const { get, names, settings, world } = call
    const { id, name } = await names.agent(get(agentArgument))
    const { server } = openSession(settings, world.environment)
    const agent = { id, name, server, skills: await readSkillSchemas(call, id) }
    const data = dataOf(agent, get(form) ?? 'dts')
    const text = typeof data === 'string' ? data : `${jsonText(data, 2)}\n`
    const file = get(check)
    if (file !== undefined) return compare(call, file, text)
    return { data, view: lines(text.trimEnd().split('\n')) }
  },
}

function dataOf(agent: PublishedAgent, as: (typeof forms)[number]): string | object {
  switch (as) {
    case 'dts':
      return declarationText(agent)
    case 'openapi':
      return openApiOf(agent)
    case 'json-schema':
      return schemasOf(agent)
    case 'postman':
      return postmanOf(agent)
  }
}

function compare({ world }: Call, file: string, text: string): Answer {
  const isCurrent = readText(resolve(world.folder, file), file) === text
  return {
    data: { file, isCurrent },
    note: isCurrent ? `${file} is what is published.` : `${file} differs from what is published.`,
    ...(!isCurrent && { exit: 'drift' }),
  }
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw missingInput(`${shown} cannot be read.`, 'Write it first: bindery types <agent> > <file>.')
  }
}
