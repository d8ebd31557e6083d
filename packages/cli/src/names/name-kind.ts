/** What people name on a command line, and a server knows by an id. */
export const nameKinds = [
  'agent',
  'provider',
  'skill',
  'pack',
  'secret',
  'key',
  'webhook',
  'version',
] as const
export type NameKind = (typeof nameKinds)[number]
