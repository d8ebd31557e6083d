import type { ScalarName, SensitivityClass, TypeRef } from '@bindery/model'
import { nameWords } from './name-words.ts'

/** Names joined by `_`, in order of strictness; the first that fits decides. */
const byName: readonly (readonly [SensitivityClass, RegExp])[] = [
  [
    'credential',
    /(?:^|_)(?:password|passwd|pwd|passphrase|passcode|secret|credentials?|authorization|private_key|signing_key|encryption_key|api_?key|apikey|access_key|license_key|(?:access|refresh|auth|id|oauth|bearer|session|api|security|personal|device|registration|bot|app|user)token|tokens?|otp|totp|pin|pin_code|backup_codes?|recovery_codes?)(?:_(?:value|hash|digest|confirmation|new|old|current|again|plain|text))?$/,
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
  /pass|pwd|secret|credential|authoriz|key|token|otp|pin|code|ssn|social|tax|nation|identity|driv|nino|aadhaar|bsn|cpf|curp|citizen|diagnos|medic|allerg|blood|prescri|symptom|disease|disab|icd|health|vaccin|immuni|iban|bic|swift|number|_?no$|account|card|cv[vc]|csc|salary|income|score|balance|worth|birth|dob|gender|sex|ethnic|relig|marital|maiden|biometr|politic|mail|phone|mobile|cell|msisdn|fax|name|street|address|zip|city|town/i

const byDescription: readonly (readonly [SensitivityClass, RegExp])[] = [
  [
    'government_id',
    /social security number|passport number|national insurance number|tax identification number/i,
  ],
  ['financial', /credit card number|bank account number|card verification/i],
  ['pii', /date of birth/i],
]

const anyDescription =
  /social security number|passport number|national insurance number|tax identification number|credit card number|bank account number|card verification|date of birth/i

const known = new Map<string, SensitivityClass>()

/** What a value may give away, by its name, format and description, never by data. Booleans and containers are `none`. */
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

function classOfDescription(description: string): SensitivityClass {
  if (description.length > 400 || !anyDescription.test(description)) return 'none'
  return byDescription.find(([, pattern]) => pattern.test(description))?.[0] ?? 'none'
}

/** A closed set or a moment says nothing about who or where, but still about health and person. */
function classOfTimed(found: SensitivityClass): SensitivityClass {
  return found === 'pii' || found === 'health' ? found : 'none'
}

function classOfName(name: string): SensitivityClass {
  const earlier = known.get(name)
  if (earlier !== undefined) return earlier
  const found = mayTell.test(name) ? classOfWords(nameWords(name.slice(0, 200)).join('_')) : 'none'
  if (known.size < 50_000) known.set(name, found)
  return found
}

function classOfWords(joined: string): SensitivityClass {
  return harmless.test(joined) ? 'none' : (byName.find(([, pattern]) => pattern.test(joined))?.[0] ?? 'none')
}

interface Leaf {
  readonly scalar: ScalarName
  readonly format?: string | undefined
  readonly isEnum: boolean
}

/** The scalar of a value or of the items of a list. Undefined for objects, maps and mixed unions. */
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
    case 'object':
      return undefined
  }
}

const isTextual = (scalar: ScalarName): boolean =>
  scalar === 'string' || scalar === 'any' || scalar === 'binary' || scalar === 'uuid'
