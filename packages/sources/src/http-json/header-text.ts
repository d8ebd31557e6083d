import { argumentError } from './argument-error.ts'

/** Throws PlatformError `validation_error` for text that no header can carry. */
export function checkHeaderText(text: string, argument: string): void {
  if (!/^[\t\u0020-\u007e]*$/.test(text)) {
    throw argumentError(argument, 'holds characters that a header cannot carry')
  }
  if (text.length > 8000) throw argumentError(argument, 'is too long for a header')
}
