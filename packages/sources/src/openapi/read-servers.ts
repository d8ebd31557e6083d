import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'
import { childPlace, type Place } from '../json-schema/place.ts'
import type { Server } from './normal-form.ts'

/** The servers listed at `servers` of a node, variables filled with their defaults. Undefined when it has no list. */
export function readServers(owner: Place): readonly Server[] | undefined {
  const listed = isJsonObject(owner.node) ? owner.node['servers'] : undefined
  if (!isJsonArray(listed) || listed.length === 0) return undefined
  const list = childPlace(owner, 'servers')
  return listed.slice(0, 100).flatMap((item, index): readonly Server[] => {
    const url = isJsonObject(item) ? item['url'] : undefined
    if (!isJsonObject(item) || typeof url !== 'string') return []
    return [{ url: fillVariables(url, item['variables']), pointer: `${list.pointer}/${index}` }]
  })
}

/** Swagger 2.0 spells one server over three members. */
export function readSwaggerServers(root: Place, node: JsonObject): readonly Server[] {
  const host = node['host']
  const base = typeof node['basePath'] === 'string' ? node['basePath'] : ''
  if (typeof host !== 'string' || host === '')
    return base === '' ? [] : [{ url: base, pointer: `${root.pointer}/basePath` }]
  const listed = isJsonArray(node['schemes'])
    ? node['schemes'].filter((item) => typeof item === 'string')
    : []
  const schemes = listed.length === 0 ? ['https'] : listed
  return schemes.map((scheme) => ({
    url: `${String(scheme)}://${host}${base}`,
    pointer: `${root.pointer}/host`,
  }))
}

function fillVariables(url: string, variables: Json | undefined): string {
  const known = isJsonObject(variables) ? variables : {}
  return url.slice(0, 2000).replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = Object.hasOwn(known, name) ? known[name] : undefined
    const value = isJsonObject(variable) ? variable['default'] : undefined
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
  })
}
