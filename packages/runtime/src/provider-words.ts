import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  plainWords,
  PlatformError,
  type ProviderRefusal,
  type SkillParameter,
} from '@bindery/model'
import type { HeardValues } from './heard-values.ts'
import { hideValues, hideValuesAbove } from './mask-values.ts'

/** What must not be in the words of a provider. */
export interface Hidden {
  readonly parameters: readonly SkillParameter[]
  /** By parameter, every form of its value that the provider may repeat: see `spokenValues`. */
  readonly values: JsonObject
  /** What other operations of the run have told. */
  readonly heard: HeardValues
  /** Takes out every form of the connection's own credential. */
  readonly redact: ((value: Json) => Json) | undefined
}

/**
 * An error as a caller may see it: what the provider said stands in a member of its own, without credentials, without the
 * values of parameters above class `contact`, without what the platform filled in, which the provider repeats, and without
 * what other operations of the run told of that kind. Beside
 * it stands what a record may keep: the same without any value that identifies a person.
 */
export function withProviderWords(error: PlatformError, hidden: Hidden): PlatformError {
  const { refusal, ...details } = error.details
  if (refusal === undefined) return error
  const { parameters, redact, heard } = hidden
  // No parameter has these names, and what has no parameter may be anything.
  const aboveContact = withPlainForms({ ...hidden.values, ' heard': [...heard.above] })
  const personal = withPlainForms({ ...hidden.values, ' heard': [...heard.above, ...heard.contact] })
  const withoutSecrets = (text: string): string => {
    const redacted = redact?.(text) ?? text
    return typeof redacted === 'string' ? redacted : ''
  }
  const provider = refusal.tell((text) => hideValuesAbove(withoutSecrets(text), parameters, aboveContact))
  const recorded = refusal.tell((text) => hideValues(withoutSecrets(text), parameters, personal))
  const { code, message } = error
  return new PlatformError(code, message, {
    ...details,
    ...(provider === undefined ? {} : { provider: withStatus(provider, details.upstreamStatus) }),
    ...(recorded === undefined ? {} : { recorded: withStatus(recorded, details.upstreamStatus) }),
  })
}

function withStatus(provider: ProviderRefusal, status: number | undefined): ProviderRefusal {
  const isKnown = provider.status !== undefined || status === undefined || status < 400
  return isKnown ? provider : { status, ...provider }
}

/** What was said with two blanks comes back with one when it has been cleaned. */
const withPlainForms = (values: JsonObject): JsonObject =>
  objectFrom(Object.entries(values).map(([name, value]) => [name, [value, toPlain(value)]]))

function toPlain(value: Json): Json {
  if (typeof value === 'string') return plainWords(value)
  if (isJsonArray(value)) return value.map(toPlain)
  return isJsonObject(value) ? Object.values(value).map(toPlain) : value
}
