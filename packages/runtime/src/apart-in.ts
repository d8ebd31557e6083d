import type { Environment } from '@bindery/model'

/**
 * The name under which something is counted, held or kept for calls of one environment, so that a test uses up nothing of
 * production and leaves nothing behind for it. Production has the name as it is.
 */
export const apartIn = (environment: Environment, name: string): string =>
  environment === 'production' ? name : `${environment} ${name}`
