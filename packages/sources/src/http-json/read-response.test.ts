import { describe, expect, test } from 'vitest'
import { readJson } from './read-response.ts'

const answer = (type: string | undefined, text: string) => ({
  status: 200,
  headers: new Map(type === undefined ? [] : [['content-type', type]]),
  body: new TextEncoder().encode(text),
})

describe('JSON is read whatever its label says', () => {
  test.each([
    'application/json',
    'text/html; charset=UTF-8',
    'text/plain',
    'application/octet-stream',
    'application/x-json',
    'application/xml',
    'image/png',
    '',
    undefined,
  ])('%s', (type) => {
    expect(readJson(answer(type, ' {"name":"Blue"}'))).toEqual({ name: 'Blue' })
  })

  test.each<[string, string, string, string]>([
    ['a page under its own label', 'text/html', '<!doctype html>', 'unexpected_content_type'],
    ['a page labelled as JSON', 'application/json', '\n<html></html>', 'unexpected_content_type'],
    ['text under its own label', 'text/plain', 'Bad gateway', 'unexpected_content_type'],
    ['text labelled as JSON', 'application/json', 'Bad gateway', 'invalid_json'],
    ['text without a label', '', 'Bad gateway', 'invalid_json'],
  ])('but not %s', (...[, type, text, reason]) => {
    expect(() => readJson(answer(type, text))).toThrow(
      expect.objectContaining({
        code: 'upstream_invalid_response',
        details: expect.objectContaining({ reason }),
      }),
    )
  })
})
