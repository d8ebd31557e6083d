/** A value of a row: numbers of any size are whole thousandths, moments microseconds since 1970. */
export interface Thing {
  readonly id: number
  readonly name: string | null
  readonly n: number | null
  readonly big: bigint | null
  /** Thousandths. */
  readonly amount: bigint | null
  readonly day: string | null
  /** Microseconds since 1970. */
  readonly at: bigint | null
  readonly flag: boolean | null
  readonly state: 'open' | 'waiting' | 'closed' | null
  readonly clock: string | null
}

const names = [
  'Jansen',
  'jansen',
  'Jans',
  'Jäns',
  'ÉMILE',
  'émile',
  '100%',
  'a_b',
  'a\\b',
  'é',
  'zz',
  '  ',
  '',
  'ijs',
  'İ',
  '日本',
  '😀b',
]
export const someNames: readonly string[] = names
export const someNumbers: readonly number[] = [-7, 0, 1, 2, 20, 2_147_483_647]
export const someBigs: readonly bigint[] = [
  -9_007_199_254_740_993n,
  0n,
  9_007_199_254_740_992n,
  9_007_199_254_740_993n,
]
export const someAmounts: readonly bigint[] = [-1500n, 0n, 999n, 1000n, 1001n, 19_950n]
export const someDays = [
  '1999-12-31',
  '2026-03-29',
  '2026-11-28',
  '2026-11-29',
  '2026-11-30',
  '2028-02-29',
] as const
export const someStates = ['open', 'waiting', 'closed'] as const
export const someClocks = ['00:00:00', '08:30:00', '12:00:00.5', '23:59:59'] as const

/** Half an hour is in the zone of the test, so that whole hours hide nothing. */
export const zone = { name: 'Asia/Kolkata', offsetMinutes: 330 } as const

const minute = 60_000_000n
/** The first moment of a day in that zone, in microseconds. */
export const dayStart = (day: string): bigint =>
  BigInt(Date.parse(`${day}T00:00:00Z`)) * 1000n - BigInt(zone.offsetMinutes) * minute

/** Moments at and around the borders of days. */
export const someMoments: readonly bigint[] = ['2026-11-28', '2026-11-29', '2026-11-30'].flatMap((day) =>
  [-1n, 0n, 1n, 43_200_000_000n].map((beside) => dayStart(day) + beside),
)

export const now = new Date('2026-11-29T04:00:00Z')

/** Every value of each column once at least, and nulls among them; the same rows in every run. */
export const things: readonly Thing[] = Array.from({ length: 90 }, (_, id) => ({
  id,
  name: pick(someNames, id, 1),
  n: pick(someNumbers, id, 2),
  big: pick(someBigs, id, 3),
  amount: pick(someAmounts, id, 5),
  day: pick(someDays, id, 7),
  at: pick(someMoments, id, 11),
  flag: pick([true, false], id, 13),
  state: pick(someStates, id, 17),
  clock: pick(someClocks, id, 19),
}))

/** One of some values or null, by a walk that differs for each column. */
function pick<Value>(values: readonly Value[], id: number, step: number): Value | null {
  return values[(id * step + Math.floor(id / 7)) % (values.length + 1)] ?? null
}

export const tables = {
  postgres: `create type thing_state as enum ('open', 'waiting', 'closed');
create table thing (id int primary key, name varchar(60) collate "C", n int, big bigint, amount numeric(12,3), day date,
  at timestamptz, flag boolean, state thing_state, clock time);`,
  mysql: `create table thing (id int primary key, name varchar(60) character set utf8mb4 collate utf8mb4_nopad_bin, n int, big bigint,
  amount decimal(12,3), day date, at timestamp(6) null, flag bit(1), state enum('open','waiting','closed'), clock time(6));`,
} as const

/** The rows as one statement that both databases take; a backslash is written as each of them reads it. */
export function insertThings(dialect: 'postgres' | 'mysql'): string {
  const text = (value: string | null): string => {
    if (value === null) return 'null'
    const escaped = value.replaceAll("'", "''")
    return `'${dialect === 'mysql' ? escaped.replaceAll('\\', '\\\\') : escaped}'`
  }
  const rows = things.map(({ id, name, n, big, amount, day, at, flag, state, clock }) => {
    const moment =
      at === null
        ? null
        : momentText(at)
            .replace('T', ' ')
            .replace('Z', dialect === 'postgres' ? '+00' : '')
    const bit = flag === null ? 'null' : dialect === 'postgres' ? String(flag) : `b'${flag ? 1 : 0}'`
    return `(${[id, text(name), n, big, amount === null ? null : thousandths(amount), text(day), text(moment), bit, text(state), text(clock)].join(', ')})`
  })
  return `insert into thing values ${rows.map((row) => row.replaceAll(', ,', ', null,').replaceAll(', ,', ', null,')).join(', ')}`
}

export function thousandths(amount: bigint): string {
  const sign = amount < 0n ? '-' : ''
  const digits = String(amount < 0n ? -amount : amount).padStart(4, '0')
  return `${sign}${digits.slice(0, -3)}.${digits.slice(-3)}`
}

/** `2026-11-28T18:30:00.000001Z` */
export function momentText(micros: bigint): string {
  const second = micros / 1_000_000n - (micros % 1_000_000n < 0n ? 1n : 0n)
  const rest = String(micros - second * 1_000_000n).padStart(6, '0')
  return `${new Date(Number(second) * 1000).toISOString().slice(0, 19)}.${rest}Z`
}
