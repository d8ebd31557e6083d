import { readFileSync } from 'node:fs'

const folder = new URL('../../../../../fixtures/security/open/sql/', import.meta.url)

/** A file of our own SQL attack cases. */
export const readFixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
