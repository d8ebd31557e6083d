import { toUrl } from '@bindery/model'
import type { Pack, PackCatalogue } from '@bindery/packs'

export interface DetectedPlace {
  readonly source: string
  /** Where its description came from; undefined when it was pasted. */
  readonly address: URL | undefined
  readonly servers: readonly string[]
}

/** The pack that is for a provider: by the address of its description, or by that of its servers. */
export function packFor(catalogue: PackCatalogue, place: DetectedPlace): Pack | undefined {
  return catalogue.packs.find(({ manifest }) => {
    if (!manifest.types.includes(place.source)) return false
    if (manifest.schema.from === 'url' && manifest.schema.url === place.address?.href) return true
    const host = hostOf(manifest.server?.url.replaceAll(/\{\w+\}/g, variable))
    return host !== '' && place.servers.some((server) => fits(host, hostOf(server)))
  })
}

/** Stands for what the address of a pack leaves open; no host has such a label. */
const variable = 'x-bindery-any-x'

const hostOf = (address: string | undefined): string =>
  address === undefined ? '' : (toUrl(address)?.hostname ?? '')

function fits(wanted: string, host: string): boolean {
  const labels = host.split('.')
  const pattern = wanted.split('.')
  return (
    labels.length === pattern.length &&
    pattern.every((label, at) => label === variable || label === labels[at])
  )
}

/** Words that say that there is an API, and not whose. */
const idle = /^(?:api|apis|rest|restful|openapi|swagger|graphql|mcp|server|the|v\d[\w]*|www)$/

const longestKind = 40

/**
 * A slug that no integration has yet, of the first of these texts that gives one: words that every API has are left out while
 * others are left, and a number is added where it is taken.
 */
export function freeKind(texts: readonly string[], taken: ReadonlySet<string>): string {
  const kind = texts.map(slugOf).find((slug) => slug !== '') ?? 'provider'
  if (!taken.has(kind)) return kind
  for (let number = 2; ; number += 1) {
    const next = `${kind}-${number}`
    if (!taken.has(next)) return next
  }
}

function slugOf(text: string): string {
  const words = text
    .slice(0, 200)
    .normalize('NFKD')
    // An accent is no break between words.
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const telling = words.filter((word) => !idle.test(word))
  const slug = (telling.length === 0 ? words : telling).join('-').slice(0, longestKind)
  return slug.replace(/-$/, '')
}
