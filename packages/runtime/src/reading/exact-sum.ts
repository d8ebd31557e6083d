import { type Digits, digitsOf } from '../exact-number.ts'

/** A number as whole units of a power of ten: `{ units: 1995n, scale: 2 }` is 19.95. */
export interface Exact {
  readonly units: bigint
  /** Digits behind the point. */
  readonly scale: number
}

/** Numbers that are longer are no amounts: what adds them up would take long itself. */
const mostDigits = 400

/** Undefined for what is no number, or one that is out of all bounds. */
export function toExact(text: string): Exact | undefined {
  const found = digitsOf(text)
  if (found === undefined || Math.abs(found.exponent) > mostDigits) return undefined
  const scale = Math.max(0, -found.exponent, writtenScale(text))
  return { units: unitsOf(found, scale), scale }
}

/** Amounts keep the zeros at their end: 19.50 and 0.50 are 20.00. */
const writtenScale = (text: string): number => /^[+-]?\d+\.(\d{1,400})$/.exec(text)?.[1]?.length ?? 0

const unitsOf = ({ sign, digits, exponent }: Digits, scale: number): bigint =>
  BigInt(`${sign}${digits === '' ? '0' : digits}`) * 10n ** BigInt(exponent + scale)

export function add(one: Exact, other: Exact): Exact {
  const scale = Math.max(one.scale, other.scale)
  return { units: scaled(one, scale) + scaled(other, scale), scale }
}

const scaled = ({ units, scale }: Exact, to: number): bigint => units * 10n ** BigInt(to - scale)

/** The sum divided by the count, rounded half away from zero. */
export function average(sum: Exact, count: number, scale: number): Exact {
  const shift = scale - sum.scale
  const dividend = shift >= 0 ? sum.units * 10n ** BigInt(shift) : sum.units
  const divisor = BigInt(count) * (shift >= 0 ? 1n : 10n ** BigInt(-shift))
  const size = dividend < 0n ? -dividend : dividend
  const rounded = (size * 2n + divisor) / (divisor * 2n)
  return { units: dividend < 0n ? -rounded : rounded, scale }
}

export function writeExact({ units, scale }: Exact): string {
  const size = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const sign = units < 0n ? '-' : ''
  return scale === 0 ? `${sign}${size}` : `${sign}${size.slice(0, -scale)}.${size.slice(-scale)}`
}
