import { Secret } from '@bindery/model'
import { expect, test } from 'vitest'
import { makeWebhookSecret, signMessage } from './sign-message.ts'

/** The example of the specification (standardwebhooks.com, section "Verifying signatures"). */
const example = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  parts: { messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}

test('signs as the specification does', () => {
  expect(signMessage(example.parts, [new Secret(example.secret)])).toBe(example.signature)
})

test('signs with each secret, the newest first', () => {
  const signature = signMessage(example.parts, [makeWebhookSecret(), new Secret(example.secret)])
  expect(signature.split(' ')[1]).toBe(example.signature)
})

test('makes secrets of 32 bytes that differ', () => {
  const secrets = [makeWebhookSecret().reveal(), makeWebhookSecret().reveal()]
  expect(secrets.map((text) => Buffer.from(text.replace('whsec_', ''), 'base64').length)).toEqual([32, 32])
  expect(new Set(secrets).size).toBe(2)
})
