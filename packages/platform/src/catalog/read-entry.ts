import type { CatalogHead, ObjectType, Operation, Relationship } from '@bindery/model'

/*
 * Catalog parts come from our own introspector and are stored as canonical JSON under their hash, so they are read back
 * without checking every member again.
 */

export const readObject: (body: string) => ObjectType = JSON.parse
export const readOperation: (body: string) => Operation = JSON.parse
export const readRelationship: (body: string) => Relationship = JSON.parse

export function readHead(head: object): CatalogHead {
  return readHeadText(JSON.stringify(head))
}

const readHeadText: (text: string) => CatalogHead = JSON.parse
