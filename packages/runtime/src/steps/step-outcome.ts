import { PlatformError, type QuietOutcome, type QuietStep } from '@bindery/model'

/** A step that ends the whole in an ordinary way, carried as an error until the run ends with it. */
export const quietStep = (outcome: QuietOutcome, at: QuietStep, message: string): PlatformError =>
  new PlatformError('upstream_error', message, { reason: outcome, sent: 'no', at })
