import type { ScalarName } from './scalar.ts'
import type { SensitivityClass } from './sensitivity.ts'
import type { TypeRef } from './type-ref.ts'
import { describedName, nameReadings } from './name-readings.ts'
import { nameWords } from './name-words.ts'

/** Names joined by `_`, in order of strictness; the first that fits decides. */
const byName: readonly (readonly [SensitivityClass, RegExp])[] = [
  [
    'credential',
    /(?:^|_)(?:password|passwd|pwd|passphrase|passcode|secret|credentials?|authorization|private_key|signing_key|encryption_key|api_?key|apikey|access_key|license_key|(?:access|refresh|auth|id|oauth|bearer|session|api|security|personal|device|registration|bot|app|user)token|tokens?|otp|totp|pin|pin_code|backup_codes?|recovery_codes?)$/,
  ],
  [
    'government_id',
    /(?:^|_)(?:ssn|social_security(?:_number|_no)?|tax_?id(?:entification)?(?:_number)?|tax_number|national_id(?:_number)?|identity_number|passport(?:_number|_no)?|driv(?:er|ers|ing)_licen[cs]e(?:_number|_no)?|nino|aadhaar(?:_number)?|bsn|cpf|curp|personal_code|citizen_id)$/,
  ],
  [
    'health',
    /(?:^|_)(?:diagnos[ie]s|medications?|allerg(?:y|ies)|medical_(?:\w+)|blood_(?:type|group|pressure)|prescriptions?|symptoms?|diseases?|disabilit(?:y|ies)|icd_?\d*(?:_code)?|health_(?:condition|record|insurance|history|status)(?:_\w+)?|vaccinations?|immunizations?)$/,
  ],
  [
    'financial',
    /(?:^|_)(?:iban|bic|swift(?:_code)?|account_(?:number|no)|routing_(?:number|no)|sort_code|bank_account(?:_number)?|card_(?:number|no)|credit_card(?:_number)?|cvv2?|cvc2?|csc|salary|income|credit_score|account_balance|net_worth)$/,
  ],
  [
    'pii',
    /(?:^|_)(?:date_of_birth|dob|birth_?date|birthday|birth_?day|gender|sex|ethnicity|nationality|religion|marital_status|maiden_name|sexual_orientation|biometrics?|political_\w+)$/,
  ],
  [
    'contact',
    /(?:^|_)(?:e_?mail|e_?mail_address(?:es)?|emails|phone|phones|phone_(?:number|no)s?|mobile|mobile_(?:number|phone|no)|cell|cell_?phone|telephone(?:_number)?|msisdn|fax(?:_number)?|first_?name|last_?name|full_?name|given_?name|family_?name|middle_?name|surname|(?:customer|caller|contact|recipient|patient|guest|attendee|employee|person|cardholder|account_holder|billing|shipping)_name|street(?:_\w+)?|address_?(?:line)?_?[1-4]?|(?:home|billing|shipping|mailing|postal|service|street|delivery|customer|contact|work)_address(?:_\w+)?|post_?code|postal_?code|zip|zip_?code|city|town)(?:_[1-9])?$/,
  ],
]

/** Names that look like the above and are not. */
const harmless =
  /(?:^|_)(?:page|next|previous|prev|continuation|sync|cursor|pagination|csrf|resume|change|start|end|delta|client|idempotency|request|concurrency|version|filter|query|search|scroll|snapshot|consistency|lock|marker|tracking|max|min|total|input|output|prompt|completion|num|count|of|used|remaining|reasoning|cached)_tokens?$|(?:^|_)tokens_(?:used|remaining|count|total|limit)$|(?:^|_)(?:ip|mac|memory|base|contract|wallet|network|bus|i_?pv[46]|ipv[46]|block|server|host|public_ip|private_ip)_address(?:es)?$|(?:^|_)(?:public|ssh|primary|foreign|partition|sort|object)_key$/

/** A part of every name above, so that most names are done with after one look. */
const mayTell =
  /pass|pwd|secret|credential|authoriz|key|token|otp|pin|code|ssn|social|tax|nation|identity|driv|nino|aadhaar|bsn|cpf|curp|citizen|diagnos|medic|allerg|blood|prescri|symptom|disease|disab|icd|health|vaccin|immuni|iban|bic|swift|number|_?no$|account|card|cv[vc]|csc|salar|income|score|balance|worth|birth|dob|gender|sex|ethnic|relig|marital|maiden|biometr|politic|mail|phone|mobile|cell|msisdn|fax|name|street|address|zip|city|town/i

const known = new Map<string, SensitivityClass>()

/** What a value may give away, by its name, format and description, never by data. Booleans and objects are `none`. */
export function sensitivityOf(part: {
  readonly name: string
  readonly type: TypeRef
  readonly description?: string
}): SensitivityClass {
  const leaf = leafOf(part.type)
  if (leaf === undefined || leaf.scalar === 'boolean') return 'none'
  const byWords = classOfName(part.name)
  if (byWords === 'credential') return isTextual(leaf.scalar) ? 'credential' : 'none'
  if (leaf.format === 'password') return 'credential'
  if (byWords !== 'none') return leaf.scalar === 'datetime' || leaf.isEnum ? classOfTimed(byWords) : byWords
  if (leaf.scalar === 'email' || leaf.scalar === 'phone') return 'contact'
  return part.description === undefined || leaf.isEnum ? 'none' : classOfDescription(part.description)
}

/** The class of what a description calls a value. It says much of ways to reach somebody and of credentials that is none. */
function classOfDescription(description: string): SensitivityClass {
  const { head, whole, behind } = describedName(description)
  const own = classOfName(head)
  // The currency of a salary is none.
  const found = own === 'none' && classOfName(behind) === 'none' ? classOfName(whole) : own
  return found === 'contact' || found === 'credential' ? 'none' : found
}

/** A closed set or a moment says nothing about who or where, but still about health and person. */
function classOfTimed(found: SensitivityClass): SensitivityClass {
  return found === 'pii' || found === 'health' ? found : 'none'
}

function classOfName(name: string): SensitivityClass {
  const earlier = known.get(name)
  if (earlier !== undefined) return earlier
  const found = mayTell.test(name) ? classOfWords(nameWords(name.slice(0, 200))) : 'none'
  if (known.size < 50_000) known.set(name, found)
  return found
}

/** The class of the name as it is, or of the first reading of it that has one. */
function classOfWords(words: readonly string[]): SensitivityClass {
  if (harmless.test(words.join('_'))) return 'none'
  for (const reading of nameReadings(words)) {
    const joined = reading.join('_')
    const found = byName.find(([, pattern]) => pattern.test(joined))?.[0]
    // Several pins or keys, and the first of them, are seldom secrets.
    const isOther = found === 'credential' && reading !== words && (reading.at(-1) ?? '').length < 5
    if (found !== undefined && !isOther) return found
  }
  return 'none'
}

interface Leaf {
  readonly scalar: ScalarName
  readonly format?: string | undefined
  readonly isEnum: boolean
}

/** The scalar of a value, of the items of a list or of the values of a map. Undefined for objects and mixed unions. */
function leafOf(type: TypeRef): Leaf | undefined {
  switch (type.kind) {
    case 'scalar':
      return { scalar: type.scalar, format: type.format, isEnum: false }
    case 'enum':
      return { scalar: type.scalar, isEnum: true }
    case 'list':
      return leafOf(type.items)
    case 'union':
      return type.members.map(leafOf).find((leaf) => leaf !== undefined)
    case 'map':
      return leafOf(type.values)
    case 'object':
      return undefined
  }
}

const isTextual = (scalar: ScalarName): boolean =>
  scalar === 'string' || scalar === 'any' || scalar === 'binary' || scalar === 'uuid'
