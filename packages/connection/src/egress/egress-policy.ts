import { failure, type Result, success } from '@bindery/model'
import type { IpRange } from './ip-address.ts'
import { parseIpRange } from './ip-address.ts'

/** Where connections may go beyond the public internet over https. Set by the operator of the server, never by a caller. */
export interface EgressPolicy {
  /** Addresses that are reachable though they are not public. */
  readonly allow: readonly EgressRule[]
  /** `listed`: plain http only to addresses in `allow`. `anywhere` also to public ones. */
  readonly plainHttp: 'listed' | 'anywhere'
}

export interface EgressRule {
  readonly range: IpRange
  /** Every port when absent. */
  readonly port?: number
}

/** The public internet over https, nothing else. */
export const publicEgress: EgressPolicy = { allow: [], plainHttp: 'listed' }

/**
 * Reads the operator's list: `127.0.0.1/32:4401,10.1.0.0/16,[fd00::]/8:443`, entries parted by commas or white space,
 * each `address[/prefix][:port]`, IPv6 in brackets. Empty text gives no rules. Fails with one sentence per bad entry.
 */
export function parseEgressAllow(text: string): Result<readonly EgressRule[], readonly string[]> {
  const entries = text.split(/[\s,]/).filter((entry) => entry !== '')
  const rules: EgressRule[] = []
  const problems: string[] = []
  for (const entry of entries) {
    const rule = parseRule(entry)
    if (rule === undefined) problems.push(`"${entry}" is not address[/prefix][:port]; IPv6 needs brackets.`)
    else rules.push(rule)
  }
  return problems.length > 0 ? failure(problems) : success(rules)
}

function parseRule(entry: string): EgressRule | undefined {
  const parts = /^(\[[0-9a-f:.]+\]|[0-9.]+)(\/\d{1,3})?(?::(\d{1,5}))?$/i.exec(entry)
  if (parts === null) return undefined
  const range = parseIpRange(`${parts[1]}${parts[2] ?? ''}`)
  if (range === undefined) return undefined
  if (parts[3] === undefined) return { range }
  const port = Number(parts[3])
  return port >= 1 && port <= 65_535 ? { range, port } : undefined
}
