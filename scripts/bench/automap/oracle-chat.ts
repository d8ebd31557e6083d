import { type ModelPrompt, readPrompt } from '../../../fixtures/src/index.ts'
import type { ChatModel } from '../../../packages/mapper/src/index.ts'
import { indexCatalog, type Operation, type SchemaCatalog } from '../../../packages/model/src/index.ts'
import { type Goal, goldLabels } from './goals.ts'
import { plainLabel } from './labels.ts'
import { isNamedBy } from './operation-label.ts'
import { placeOf } from './oracle-mapper.ts'

/**
 * A model that knows the labels of one goal and answers with the right ids when they are offered. What it does not get
 * right, no model can: it shows how far what is offered reaches.
 */
export function oracleChat(goal: Goal, catalog: SchemaCatalog): ChatModel {
  return {
    model: 'oracle',
    ask: ({ name, system, user, schema }) => {
      const prompt = readPrompt({
        model: 'oracle',
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: user },
        ],
        response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } },
      })
      const text = JSON.stringify(answerOf(prompt, goal, catalog))
      const usage = { promptTokens: tokensOf(system + user), completionTokens: tokensOf(text), calls: 1 }
      return Promise.resolve({ status: 'answered', text, usage })
    },
  }
}

/** About four characters make a token. */
const tokensOf = (text: string): number => Math.ceil(text.length / 4)

function answerOf(prompt: ModelPrompt, goal: Goal, catalog: SchemaCatalog): unknown {
  switch (prompt.step) {
    case 'rewrite_goal':
      return { nouns: nounsOf(prompt, goal, catalog) }
    case 'select_operation':
      return { effect: effectOf(goal), choices: choicesOf(prompt, goal, catalog) }
    case 'map_names':
    case 'repair_mapping':
      return placesOf(prompt, goal, catalog)
    case 'probe':
    case 'unknown':
      return {}
  }
}

const effectOf = ({ kind }: Goal) => (kind === 'none' ? 'cannot_tell' : kind)

const goldsOf = (goal: Goal, { operations }: SchemaCatalog): readonly Operation[] =>
  goldLabels(goal).flatMap((label) =>
    operations.filter((operation) => isNamedBy(operation, label)).slice(0, 1),
  )

/** The words of the operation that are among the nouns. */
function nounsOf({ user }: ModelPrompt, goal: Goal, catalog: SchemaCatalog): readonly string[] {
  const offered = (/<nouns>\n(.*)\n<\/nouns>/.exec(user)?.[1] ?? '').split(', ')
  const [gold] = goldsOf(goal, catalog)
  const words = `${gold?.object ?? ''} ${gold?.provenance ?? ''} ${gold?.name ?? ''}`.toLowerCase()
  return offered
    .filter((noun) => noun !== '' && words.includes(noun.toLowerCase()))
    .sort((a, b) => b.length - a.length)
    .slice(0, 5)
}

function choicesOf({ lines }: ModelPrompt, goal: Goal, catalog: SchemaCatalog): readonly string[] {
  const all = lines('catalog')
  return goldsOf(goal, catalog).flatMap(({ name }) => {
    const shown = plain(name).slice(0, 70)
    const line = all.find(({ text }) => plain(text.split(' [')[0] ?? '').slice(0, 70) === shown)
    return line === undefined ? [] : [line.id]
  })
}

function placesOf(prompt: ModelPrompt, goal: Goal, catalog: SchemaCatalog): unknown {
  const name = /^Operation: (.*)$/m.exec(prompt.user)?.[1] ?? ''
  const operation =
    indexCatalog(catalog).operation(name) ??
    catalog.operations.find((each) => plain(each.name).slice(0, 90) === plain(name).slice(0, 90))
  const inputs = goal.inputs.flatMap(({ param, argument }) => {
    const parameter = idOf(prompt, 'parameters', (text) => plain(text) === plain(param))
    const place = operation === undefined ? undefined : argumentId(prompt, argument, operation)
    return parameter === undefined || place === undefined ? [] : [{ parameter, argument: place }]
  })
  const outputs = goal.outputs.flatMap(({ name: output, path }) => {
    const leaf = idOf(prompt, 'outputs', (text) => plain(text) === plain(output))
    const field = idOf(prompt, 'fields', (text) => begins(text, path))
    return leaf === undefined || field === undefined ? [] : [{ output: leaf, field }]
  })
  return { fit: 'fits', ask: 'none', parts: [], inputs, outputs }
}

function argumentId(prompt: ModelPrompt, label: string, operation: Operation): string | undefined {
  const { target } = placeOf(label, operation)
  // A field of the input stands with the name of the input, also where both are called the same.
  const field = `${operation.inputArgument ?? 'body'}.${label.replace(/^body\./, '')}`
  const inside = label.startsWith('body.') ? [field] : []
  const wanted = [...inside, `${operation.inputArgument ?? 'body'}.${target}`, target]
  const ids = wanted.map((each) => idOf(prompt, 'arguments', (text) => begins(text, each)))
  return ids.find((id) => id !== undefined)
}

const idOf = (
  { lines }: ModelPrompt,
  section: string,
  holds: (text: string) => boolean,
): string | undefined => lines(section).find(({ text }) => holds(text))?.id

/** Whether a line begins with a path, whose lists may be marked in one of them. */
const begins = (text: string, path: string): boolean =>
  `${plainLabel(plain(text.replaceAll(/\[\d+\]/g, '')))} `.startsWith(`${plainLabel(plain(path))} `)

/** Prompts leave markup out of names and quote those that read like ids. */
const plain = (name: string): string =>
  name.replaceAll(/["`]/g, '').replaceAll(/[<>|]/g, ' ').replaceAll(/\s+/g, ' ').trim()
