type Environment = Readonly<Record<string, string | undefined>>

/** Whether colour is wanted where a terminal is: as the flag, `NO_COLOR`, `FORCE_COLOR` and `TERM=dumb` say, in this order. */
export function wantsColour(environment: Environment, isRefused: boolean): boolean {
  if (isRefused || (environment['NO_COLOR'] ?? '') !== '') return false
  const forced = environment['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0'
  return environment['TERM'] !== 'dumb' && (environment['CI'] ?? '') === ''
}
