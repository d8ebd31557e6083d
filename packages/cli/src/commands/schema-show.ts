import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { switchFlag } from '../command-line/parameter.ts'
import { readPages } from '../names/all-pages.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { memberLines, tableLines } from '../output/table.ts'
import { anything, listOf, maybeText, members, own, text } from '../schemas/output-schema.ts'

const setAside = switchFlag('quarantine', 'Every operation that cannot be bound, with the reason')

export const command: Command = {
  summary: 'What was discovered of a provider: counts, versions, what was set aside',
  takes: [providerArgument, setAside],
  output: own(
    members({
      provider: text,
      catalogHash: maybeText,
      lastDiscoveredAt: maybeText,
      counts: anything,
      versions: listOf(anything),
      quarantined: listOf(members({ name: text, reasons: listOf(text) })),
    }),
  ),
  example: 'schema show clinic --quarantine',
  run: async ({ get, api, names, terminal }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const path = { kind }
    const { data } = unwrap(await api.GET('/api/v1/integrations/{kind}', { params: { path } }))
    const versions = unwrap(
      await api.GET('/api/v1/integrations/{kind}/schema/versions', { params: { path } }),
    )
    const listed = await readPages(
      (query) =>
        api.GET('/api/v1/integrations/{kind}/operations', {
          params: { path, query: { ...query, availability: 'quarantined' } },
        }),
      get(setAside) ? Number.POSITIVE_INFINITY : 1,
    )
    const quarantined = get(setAside) ? listed.rows : []
    const { catalogHash, lastDiscoveredAt, counts } = data
    const shown = quarantined.map(({ name, reasons }) => ({
      name,
      reasons: reasons.map(({ message }) => message),
    }))
    return {
      data: {
        provider: kind,
        catalogHash,
        lastDiscoveredAt,
        counts,
        versions: versions.data,
        quarantined: shown,
      },
      view: lines([
        ...memberLines({
          provider: kind,
          catalogHash,
          lastDiscoveredAt,
          ...counts,
          versions: versions.data.length,
        }),
        ...(shown.length === 0 ? [] : ['', ...tableLines(shown, ['name', 'reasons'], terminal.width)]),
      ]),
      ...(counts.quarantined > 0 &&
        !get(setAside) && { note: `${counts.quarantined} set aside; --quarantine says which and why.` }),
    }
  },
}
