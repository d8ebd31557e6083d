import { sourceKinds } from '@bindery/sources'

/** What the API calls a source kind where it does not use the kind's own name. */
const faceNames: Readonly<Record<string, string>> = { 'custom-http': 'custom_api', mcp: 'mcp_server' }

/** The type that the API shows for a source kind. */
export const integrationTypeOf = (source: string): string => faceNames[source] ?? source

/** The types that an integration may be registered with. */
export const integrationTypes: readonly string[] = sourceKinds.map(integrationTypeOf)

/** The source kind of a type; the type itself when no kind has another name for it. */
export const sourceOfType = (type: string): string =>
  sourceKinds.find((source) => integrationTypeOf(source) === type) ?? type
