import { unwrap } from '@bindery/client'
import { columns, type Command } from '../command.ts'
import { argument, numberFlag } from '../command-line/parameter.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { listOf, maybeText, members, own, text } from '../schemas/output-schema.ts'

const words = argument('words', 'What it is about')
const limit = numberFlag('limit', 'Most operations, and most objects (20)', { least: 1, most: 500 })

export const command: Command = {
  summary: 'Finds operations and objects of a provider by words',
  takes: [providerArgument, words, limit],
  output: own(
    listOf(
      members({
        type: { enum: ['operation', 'object'] },
        name: text,
        title: maybeText,
        effect: maybeText,
        matchedFields: listOf(text),
      }),
    ),
  ),
  example: 'schema search clinic "appointments of a patient"',
  run: async ({ get, api, names }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const params = { path: { kind }, query: { search: get(words), limit: String(get(limit) ?? 20) } }
    const operations = unwrap(await api.GET('/api/v1/integrations/{kind}/operations', { params }))
    const objects = unwrap(await api.GET('/api/v1/integrations/{kind}/objects', { params }))
    const found = [
      ...operations.data.map(({ name, title, effect }) => ({
        type: 'operation',
        name,
        title: title ?? null,
        effect,
        matchedFields: [],
      })),
      ...objects.data.map(({ name, label, matchedFields = [] }) => ({
        type: 'object',
        name,
        title: label ?? null,
        effect: null,
        matchedFields,
      })),
    ]
    const total = (operations.meta?.total ?? 0) + (objects.meta?.total ?? 0)
    return {
      data: found,
      meta: { shown: found.length, total },
      view: columns('type', 'name', 'effect', 'title', 'matchedFields'),
      ...(total > found.length && { note: `Showing ${found.length} of ${total}; --limit shows more.` }),
    }
  },
}
