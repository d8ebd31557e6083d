/** The planted text in the place where it is planted, and what otherwise stands there. */
export type Plant = (place: Planting, otherwise: string) => string

export type Planting = (typeof plantings)[number]

/** Where a stranger who writes a provider's description can put text, as the cases of hostile inputs call it. */
export const plantings = [
  'info.description',
  'operation.description',
  'operation.summary',
  'operation name',
  'group name',
  'argument name',
  'argument.description',
  'field name',
  'field.description',
  'object.description',
  'enum value',
  'response sample',
  'server address',
  'table name',
  'table comment (SQL)',
  'column comment (SQL)',
] as const
