import {
  canonicalParameters,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  type Output,
  ownProperty,
  scalarType,
  type SensitivityClass,
  sensitivityOf,
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

/** A text without the values of parameters above class `contact` and without what the platform filled in. */
export const hideValuesAbove = (
  text: string,
  parameters: readonly SkillParameter[],
  values: JsonObject,
): string =>
  hideEach(text, values, (name) =>
    isAboveContact(
      parameters.find((known) => known.name === name),
      name,
    ),
  )

/** A text without any parameter value that identifies a person. */
export function hideValues(text: string, parameters: readonly SkillParameter[], values: JsonObject): string {
  const plain = plainNamesOf(parameters)
  return hideEach(text, values, (name) => !plain.has(name))
}

function hideEach(text: string, values: JsonObject, isHidden: (name: string) => boolean): string {
  const leaves = Object.entries(values).flatMap(([name, value]) => (isHidden(name) ? leavesOf(value) : []))
  const fitting = [...new Set(leaves)].filter(({ length }) => length > 0 && length <= text.length)
  // Longer ones first, so that a value inside another one leaves nothing of it.
  const found = fitting.sort((a, b) => b.length - a.length)
  return found.reduce(
    (current, value) =>
      replaceAnyCase(replaceAnyCase(current, value), encodeURIComponent(value.toWellFormed())),
    text,
  )
}

/** A value too short to be looked for in the middle of words, such as an age, is one only where it stands alone. */
function replaceAnyCase(text: string, value: string): string {
  const literal = value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = value.length < 3 ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal
  return text.replaceAll(new RegExp(pattern, 'giu'), hidden)
}

function leavesOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (isJsonArray(value)) return value.flatMap(leavesOf)
  return isJsonObject(value) ? Object.values(value).flatMap(leavesOf) : []
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

/** The class that a catalog would give it decides; a name that may be a person's is masked where that says nothing. */
function isIdentifying(parameter: SkillParameter): boolean {
  const { name, origin, members = [] } = parameter
  if (origin !== undefined || members.some(isIdentifying)) return true
  const canonical = canonicalClasses.get(name)
  if (canonical !== undefined) return canonical !== 'none'
  return classOf(parameter) !== 'none' || personalName.test(name)
}

const classOf = ({ name, type, description }: SkillParameter): SensitivityClass =>
  sensitivityOf({ name, type, ...(description === undefined ? {} : { description }) })

/** What was not asked for may be anything; what the platform filled in is nothing that the caller has said. */
function isAboveContact(parameter: SkillParameter | undefined, name: string): boolean {
  if (parameter === undefined || parameter.origin !== undefined || isIntimate(name)) return true
  if (parameter.members?.some((member) => isAboveContact(member, member.name)) === true) return true
  return isMoreThanContact(classOf(parameter))
}

const isMoreThanContact = (found: SensitivityClass): boolean => found !== 'none' && found !== 'contact'

/** Whether a value of that name is more than a name, a number or a way to reach somebody. */
export const isIntimate = (name: string): boolean => {
  const canonical = canonicalClasses.get(name)
  if (canonical !== undefined) return isMoreThanContact(canonical)
  return secretName.test(name) || isMoreThanContact(sensitivityOf({ name, type: scalarType('string') }))
}

const canonicalClasses: ReadonlyMap<string, SensitivityClass> = new Map(
  canonicalParameters.map((parameter) => [parameter.name, parameter.sensitivity]),
)

const personalName =
  /(?:^|_)(?:e?mail|phone|mobile|fax|name|surname|address|street|zip|postcode|birth|dob|iban|bic|card|cvc|ssn|bsn|passport|tax|pin|password|secret|token|otp|code)(?:_|$)/i

/** Of `personalName` those that are more than a way to reach a person. */
const secretName =
  /(?:^|_)(?:birth|dob|iban|bic|card|cvc|cvv|ssn|bsn|passport|tax|pin|password|secret|token|otp|code)(?:_|$)/i

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
