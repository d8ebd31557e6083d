import { crc32 } from 'node:zlib'
import { inspect } from 'node:util'
import { Secret } from '@bindery/model'
import { describe, expect, it } from 'vitest'
import { ApiKeyDigest, apiKeyPrefix, makeApiKey } from './api-key.ts'
import { parseMasterKey } from './master-key.ts'

const digest = new ApiKeyDigest(parseMasterKey('42'.repeat(32)))

describe('makeApiKey', () => {
  it('makes keys of 32 random bytes with a prefix and a checksum', () => {
    const keys = Array.from({ length: 200 }, () => makeApiKey().reveal())
    expect(new Set(keys).size).toBe(200)
    for (const key of keys) {
      expect(key).toMatch(/^bnd_[A-Za-z0-9_-]{43}_[0-9a-f]{6}$/)
      const body = key.slice(0, -7)
      expect(key.slice(-6)).toBe(crc32(body).toString(16).padStart(8, '0').slice(0, 6))
      expect(Buffer.from(body.slice(4), 'base64url').length).toBe(32)
    }
  })

  it('shows a key only to those who ask for its value', () => {
    const key = makeApiKey()
    expect([inspect(key), JSON.stringify(key), String(key)]).toEqual(['[secret]', '"[secret]"', '[secret]'])
  })

  it('shows four random characters of a key in lists', () => {
    const key = makeApiKey()
    expect(apiKeyPrefix(key)).toBe(key.reveal().slice(0, 8))
  })
})

describe('ApiKeyDigest', () => {
  it('gives the same 64 hex digits for the same key, others for any other one', () => {
    const [one, other] = [makeApiKey(), makeApiKey()]
    expect(digest.of(one)).toMatch(/^[0-9a-f]{64}$/)
    expect(digest.of(new Secret(one.reveal()))).toBe(digest.of(one))
    expect(digest.of(other)).not.toBe(digest.of(one))
  })

  it('keeps the digest of a key that was stored before', () => {
    expect(digest.of(new Secret('bnd_key'))).toBe(
      '8d8e6b564dba6f4cde1182befa9177c63ed18f6255dfa125a5314d7f20dff991',
    )
  })

  it('depends on the installation, so that a stolen table cannot be searched', () => {
    const key = makeApiKey()
    expect(new ApiKeyDigest(parseMasterKey('43'.repeat(32))).of(key)).not.toBe(digest.of(key))
  })
})
