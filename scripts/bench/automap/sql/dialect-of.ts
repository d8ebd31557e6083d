import type { SqlDialect } from '../../../../packages/connection/src/index.ts'

/** Words that one of the two writes and the other refuses. */
const signs: Readonly<Record<SqlDialect, RegExp>> = {
  mysql:
    /\bengine\s*=|\bauto_increment\b|\bunsigned\b|^\s*delimiter\s|\/\*!\d{5}|^\s*`\w+`|\b(?:tiny|medium|long)(?:int|text|blob)\b|\bdefault\s+charset\b|\bcharacter\s+set\b|^\s*(?:unique\s+)?key\s+[`\w]+\s*\(/gim,
  postgres:
    /\bfrom\s+stdin\b|\$\w*\$|::|\bpg_catalog\b|\bowner\s+to\b|\btimestamptz\b|\bwith(?:out)?\s+time\s+zone\b|\bcharacter\s+varying\b|\bjsonb\b|\b(?:big|small)?serial\b|\bcreate\s+extension\b|\bnextval\b|\bplpgsql\b|\bgenerated\s+(?:always|by\s+default)\s+as\s+identity\b/gim,
}

const mostRead = 2_000_000

/** Which of the two a dump was written for, by what it says most; PostgreSQL when it says nothing telling. */
export function dialectOf(dump: string): SqlDialect {
  const text = dump.slice(0, mostRead)
  const count = (dialect: SqlDialect): number => text.match(signs[dialect])?.length ?? 0
  return count('mysql') > count('postgres') ? 'mysql' : 'postgres'
}
