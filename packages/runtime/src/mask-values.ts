import {
  canonicalParameters,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  type Output,
  ownProperty,
  type SensitivityClass,
  type Skill,
  type SkillParameter,
} from '@bindery/model'

/**
 * Parameters as they are kept: values that identify a person keep their first and last character (`j***@***m` would say
 * too much of a short one, so below six characters nothing is left). Judged by the canonical vocabulary, the type and the
 * name, since a parameter has no class of its own.
 */
export function maskParams(parameters: readonly SkillParameter[], params: JsonObject): JsonObject {
  const plain = plainNamesOf(parameters)
  // What the skill did not ask for may be anything.
  return objectFrom(
    Object.entries(params).map(([name, value]) => [name, plain.has(name) ? value : maskJson(value)]),
  )
}

/** Outputs as they are kept: class `contact` like parameters, every class above as `[masked]`. */
export function maskOutput(skill: Skill, output: JsonObject): JsonObject {
  if (skill.sensitivity === 'none') return output
  return maskLeaves(skill.outputs, output)
}

/** A text with every masked parameter value taken out, plain or percent-encoded; values below 4 characters stay. */
export function maskText(text: string, params: JsonObject, masked: JsonObject): string {
  return Object.entries(params).reduce((current, [name, value]) => {
    const isMasked = ownProperty(masked, name) !== value && typeof value === 'string' && value.length >= 4
    if (!isMasked) return current
    return current.replaceAll(value, hidden).replaceAll(encodeURIComponent(value), hidden)
  }, text)
}

const hidden = '***'

/** Names of the parameters that identify nobody, worked out once per skill. */
function plainNamesOf(parameters: readonly SkillParameter[]): ReadonlySet<string> {
  const known = plainNames.get(parameters)
  if (known !== undefined) return known
  const names = new Set(parameters.filter((parameter) => !isIdentifying(parameter)).map(({ name }) => name))
  plainNames.set(parameters, names)
  return names
}

const plainNames = new WeakMap<readonly SkillParameter[], ReadonlySet<string>>()

function isIdentifying({ name, type }: SkillParameter): boolean {
  const canonical = canonicalClasses.get(name)
  if (canonical !== undefined) return canonical !== 'none'
  if (type.kind === 'scalar' && (type.scalar === 'phone' || type.scalar === 'email')) return true
  return personalName.test(name)
}

const canonicalClasses: ReadonlyMap<string, SensitivityClass> = new Map(
  canonicalParameters.map((parameter) => [parameter.name, parameter.sensitivity]),
)

const personalName =
  /(?:^|_)(?:e?mail|phone|mobile|fax|name|surname|address|street|zip|postcode|birth|dob|iban|bic|card|cvc|ssn|bsn|passport|tax|pin|password|secret|token|otp|code)(?:_|$)/i

function maskJson(value: Json): Json {
  if (typeof value === 'string') return maskOne(value)
  if (isJsonArray(value)) return value.map(maskJson)
  if (isJsonObject(value))
    return objectFrom(Object.entries(value).map(([name, member]) => [name, maskJson(member)]))
  return value === null || typeof value === 'boolean' ? value : hidden
}

function maskOne(text: string): string {
  const characters = Array.from(text)
  if (characters.length < 6) return hidden
  return `${characters[0]}${hidden}${characters.at(-1)}`
}

function maskLeaves(outputs: readonly Output[], output: JsonObject): JsonObject {
  return objectFrom(
    outputs.flatMap((declared) => {
      const value = ownProperty(output, declared.leaf)
      return value === undefined ? [] : [[declared.leaf, maskLeaf(declared, value)] as const]
    }),
  )
}

function maskLeaf(declared: Output, value: Json): Json {
  if (declared.kind === 'rows') {
    if (!isJsonArray(value)) return value
    return value.map((row) => (isJsonObject(row) ? maskLeaves(declared.fields, row) : row))
  }
  if (declared.sensitivity === 'none' || value === null) return value
  return declared.sensitivity === 'contact' ? maskJson(value) : '[masked]'
}
