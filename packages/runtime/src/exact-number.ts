/** Digits and the power of ten of a decimal text, without zeros that say nothing. */
export interface Digits {
  readonly sign: string
  readonly digits: string
  readonly exponent: number
}

const decimal = /^([+-]?)(\d{1,400})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,4}))?$/

/** True for text that spells a number, in JSON's forms or with leading zeros. */
export const isNumberText = (text: string): boolean => decimal.test(text)

/**
 * The double that a text names: written out with as many digits as the text has, it is the text. So `0.10000000000000001`
 * is 0.1, as PHP and Java print it, and `123456789.123456789` is no double at all. Undefined when digits would be lost.
 */
export function namedDouble(text: string): number | undefined {
  const given = digitsOf(text)
  const value = Number(text)
  if (given === undefined || !Number.isFinite(value) || given.digits.length > 100) return undefined
  if (given.digits === '') return value
  const shown = digitsOf(value.toPrecision(given.digits.length))
  const isSame =
    shown?.sign === given.sign && shown.digits === given.digits && shown.exponent === given.exponent
  return isSame ? value : undefined
}

/** The digits of a whole number, whatever form it is written in (`1e3`, `5.0`); undefined for a fraction. */
export function wholeDigits(text: string): string | undefined {
  const given = digitsOf(text)
  if (given === undefined || given.exponent < 0 || given.exponent > 400) return undefined
  if (given.digits === '') return '0'
  return `${given.sign}${given.digits}${'0'.repeat(given.exponent)}`
}

/** The shortest decimal digits of a double, without an exponent. */
export function plainDecimal(value: number): string {
  const text = String(value)
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (parts === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return `${sign}${digits.padEnd(point, '0')}`
}

/** Negative when the first number is below the second, however long either is. */
export function compareDigits(one: Digits, other: Digits): number {
  const side = ({ sign, digits }: Digits): number => (digits === '' ? 0 : sign === '-' ? -1 : 1)
  const sides = side(one) - side(other)
  if (sides !== 0 || one.digits === '') return sides
  return side(one) * compareSizes(one, other)
}

function compareSizes(one: Digits, other: Digits): number {
  const magnitude = one.digits.length + one.exponent - (other.digits.length + other.exponent)
  if (magnitude !== 0) return magnitude
  const length = Math.max(one.digits.length, other.digits.length)
  const [a, b] = [one.digits.padEnd(length, '0'), other.digits.padEnd(length, '0')]
  return a < b ? -1 : a > b ? 1 : 0
}

/** The exact digits of a number text; undefined for what is none. */
export function digitsOf(text: string): Digits | undefined {
  const parts = decimal.exec(text)
  if (parts === null) return undefined
  const [, sign = '', whole = '', fraction = '', power = '0'] = parts
  const all = `${whole}${fraction}`.replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  const exponent = digits === '' ? 0 : Number(power) - fraction.length + (all.length - digits.length)
  return { sign: digits === '' || sign === '+' ? '' : sign, digits, exponent }
}
