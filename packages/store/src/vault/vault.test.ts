import { createCipheriv, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { PlatformError, Secret } from '@bindery/model'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { parseMasterKey } from './master-key.ts'
import { type SecretPlace, Vault } from './vault.ts'

const vault = new Vault(parseMasterKey('42'.repeat(32)))
const place: SecretPlace = {
  organizationId: 'org-1',
  record: 'integration/1/production',
  field: 'credential',
}
const plain = 'cnry_sk_live_7Qm2"\\/ü9Zx4Vb1Np8'

function outcomeOf(open: () => Secret): string {
  try {
    return open().reveal()
  } catch (error) {
    return error instanceof PlatformError ? error.code : 'another error'
  }
}

describe('seal and open', () => {
  it.each([
    ['an empty text', ''],
    ['text beyond ASCII', plain],
    ['a key of several lines', '-----BEGIN KEY-----\nMIIc\n-----END KEY-----'],
    ['a megabyte', 'x'.repeat(1024 * 1024)],
  ])('gives back %s', (_, text) => {
    expect(vault.open(vault.seal(new Secret(text), place), place).reveal()).toBe(text)
  })

  it('never seals the same text to the same ciphertext', () => {
    const sealed = Array.from({ length: 50 }, () => vault.seal(new Secret(plain), place))
    expect(new Set(sealed).size).toBe(50)
  })

  it.each(['utf8', 'base64', 'base64url', 'hex'] as const)('shows nothing of the text as %s', (encoding) => {
    const sealed = vault.seal(new Secret(plain), place)
    const shown = [
      sealed,
      ...Object.values(z.record(z.string(), z.unknown()).parse(JSON.parse(sealed))),
    ].join(' ')
    expect(shown).not.toContain(Buffer.from(plain).toString(encoding))
    expect(shown).not.toContain(JSON.stringify(plain).slice(1, -1))
  })
})

/** Sealed by a release before: what it wrote has to open for ever. */
const kept = {
  version: 2,
  keyId: '86b40922b8756b0a',
  wrapped: 'SmyLAjOO/3PZGdENujOqnBMIPar61nAecvHbPFPqHEs=',
  wrappedIv: 'usk9n8ZgH//6N6LB',
  wrappedTag: 'nYYL+4WuP7VSUtzTd1/X4Q==',
  text: 'ZMEdIQe2wRJCy8R9OLBon+xp/wfMrPRM8lWtEJMxe6s=',
  iv: '/WLj/1XM5NkS6P8V',
  tag: 'IXBwN+IV0Zxnx2Wfl3j5/w==',
}

describe('what is stored stays readable', () => {
  it('opens what another release sealed under the same master key', () => {
    expect(vault.open(JSON.stringify(kept), place).reveal()).toBe(plain)
  })

  it('seals with the members of that release, and names the key in the mark that a rotation looks for', () => {
    const sealed = vault.seal(new Secret(plain), place)
    const members = z.record(z.string(), z.unknown()).parse(JSON.parse(sealed))
    expect(Object.keys(members).sort()).toEqual(Object.keys(kept).sort())
    expect(vault.currentMark).toBe('"keyId":"86b40922b8756b0a"')
    expect(sealed).toContain(vault.currentMark)
  })
})

describe('a ciphertext opens in its own place only', () => {
  const sealed = vault.seal(new Secret(plain), place)
  test.each([
    ['another organisation', { ...place, organizationId: 'org-2' }],
    ['another record', { ...place, record: 'integration/2/production' }],
    ['another environment of the record', { ...place, record: 'integration/1/staging' }],
    ['another field', { ...place, field: 'replay' }],
    [
      'a place whose parts join to the same text',
      { organizationId: 'org-1","integration/1/production', record: 'credential', field: '' },
    ],
  ])('refuses it in %s', (_, other) => {
    expect(outcomeOf(() => vault.open(sealed, other))).toBe('internal_error')
  })

  it('refuses it under another master key', () => {
    const other = new Vault(parseMasterKey('43'.repeat(32)))
    expect(outcomeOf(() => other.open(sealed, place))).toBe('internal_error')
  })

  it('refuses it when it says that another key sealed it', () => {
    const envelope = z.record(z.string(), z.unknown()).parse(JSON.parse(sealed))
    const forged = JSON.stringify({ ...envelope, keyId: '0'.repeat(16) })
    expect(outcomeOf(() => vault.open(forged, place))).toBe('internal_error')
  })

  it('refuses it with the content of another ciphertext of the same place', () => {
    const read = (text: string) => z.record(z.string(), z.string().or(z.number())).parse(JSON.parse(text))
    const other = read(vault.seal(new Secret('another'), place))
    const mixed = { ...read(sealed), text: other['text'], iv: other['iv'], tag: other['tag'] }
    expect(outcomeOf(() => vault.open(JSON.stringify(mixed), place))).toBe('internal_error')
  })

  const members = ['wrapped', 'wrappedIv', 'wrappedTag', 'iv', 'tag', 'text'] as const
  test.each(members)('refuses it with any flipped bit in "%s"', (member) => {
    const envelope = z.record(z.string(), z.string().or(z.number())).parse(JSON.parse(sealed))
    const bytes = Buffer.from(String(envelope[member]), 'base64')
    const outcomes = new Set<string>()
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const changed = JSON.stringify({ ...envelope, [member]: flipped.toString('base64') })
      outcomes.add(outcomeOf(() => vault.open(changed, place)))
    }
    expect([...outcomes]).toEqual(['internal_error'])
  })

  test.each(members)('refuses it with "%s" cut short', (member) => {
    const envelope = z.record(z.string(), z.string().or(z.number())).parse(JSON.parse(sealed))
    const bytes = Buffer.from(String(envelope[member]), 'base64')
    const outcomes = Array.from({ length: bytes.length }, (_, length) => {
      const cut = JSON.stringify({ ...envelope, [member]: bytes.subarray(0, length).toString('base64') })
      return outcomeOf(() => vault.open(cut, place))
    })
    expect(new Set(outcomes)).toEqual(new Set(['internal_error']))
  })

  test.each(['', 'null', '[]', '{}', 'not json', '{"version":2}'])(
    'refuses %j, which is no ciphertext',
    (text) => {
      expect(outcomeOf(() => vault.open(text, place))).toBe('internal_error')
    },
  )
})

test.each([
  ['of a master key that is not known', '0'.repeat(16), 'No known master key has this id.'],
  ['that was changed', kept.keyId, 'Unsupported state or unable to authenticate data'],
])('says what to look at when a ciphertext %s does not open', (_, keyId, message) => {
  const changed = JSON.stringify({ ...kept, keyId, tag: kept.wrappedTag })
  expect(() => vault.open(changed, place)).toThrow(
    expect.objectContaining({
      code: 'internal_error',
      message: expect.stringContaining('Check that the master key is the one it was stored with'),
      cause: expect.objectContaining({ message }),
    }),
  )
})

it('tells nothing of the text or of the key when it cannot open', () => {
  const sealed = vault.seal(new Secret(plain), place)
  try {
    vault.open(sealed, { ...place, field: 'other' })
  } catch (error) {
    expect(inspect(error, { depth: 9 })).not.toMatch(/cnry|4242/)
    return
  }
  throw new Error('The ciphertext opened.')
})

describe('rewrap', () => {
  const older = parseMasterKey('42'.repeat(32))
  const next = new Vault(parseMasterKey('43'.repeat(32)), [older])
  const sealed = vault.seal(new Secret(plain), place)

  it('puts a secret under the current key without touching its content', () => {
    const moved = next.rewrap(sealed) ?? ''
    const alone = new Vault(parseMasterKey('43'.repeat(32)))
    expect(alone.open(moved, place).reveal()).toBe(plain)
    expect(outcomeOf(() => vault.open(moved, place))).toBe('internal_error')
    expect(JSON.parse(moved)).toMatchObject({
      text: z.object({ text: z.string() }).parse(JSON.parse(sealed)).text,
    })
  })

  it('gives back what is under the current key, and nothing for what no known key opens', () => {
    const own = next.seal(new Secret(plain), place)
    const strange = new Vault(parseMasterKey('44'.repeat(32))).seal(new Secret(plain), place)
    expect([next.rewrap(own), next.rewrap(strange), next.rewrap('no envelope')]).toEqual([
      own,
      undefined,
      undefined,
    ])
  })

  it('leaves a moved secret bound to its place', () => {
    const moved = next.rewrap(sealed) ?? ''
    expect(outcomeOf(() => next.open(moved, { ...place, organizationId: 'org-2' }))).toBe('internal_error')
  })

  it('opens what the first version sealed, and cannot move it', () => {
    const first = sealFirstVersion(older, plain)
    expect([outcomeOf(() => next.open(first, place)), next.rewrap(first)]).toEqual([plain, undefined])
    expect(outcomeOf(() => next.open(first, { ...place, field: 'replay' }))).toBe('internal_error')
  })
})

function sealFirstVersion(master: ReturnType<typeof parseMasterKey>, text: string): string {
  const bound = JSON.stringify([place.organizationId, place.record, place.field, master.id, 1])
  const encrypt = (key: Buffer, content: Buffer) => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound))
    const bytes = Buffer.concat([cipher.update(content), cipher.final()])
    return [bytes, iv, cipher.getAuthTag()].map((part) => part.toString('base64'))
  }
  const dataKey = randomBytes(32)
  const [wrapped, wrappedIv, wrappedTag] = encrypt(master.derive('vault wrapping key'), dataKey)
  const [content, iv, tag] = encrypt(dataKey, Buffer.from(text))
  return JSON.stringify({
    version: 1,
    keyId: master.id,
    wrapped,
    wrappedIv,
    wrappedTag,
    iv,
    tag,
    text: content,
  })
}
