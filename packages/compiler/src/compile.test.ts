import { describe, expect, test } from 'vitest'
import { PlatformError, skillBytes } from '@bindery/model'
import { compile } from './compile.ts'
import { createTicket, inputOf, readContact } from './testing/test-catalog.ts'

describe('compile', () => {
  test('freezes a read into a skill', () => {
    const result = compile(inputOf(readContact))
    expect(result).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "skill": {
            "assignments": [
              {
                "source": {
                  "from": "parameter",
                  "name": "customer_id",
                },
                "target": [
                  "id",
                ],
                "targetNullable": false,
                "targetType": {
                  "kind": "scalar",
                  "scalar": "integer",
                },
              },
            ],
            "catalogHash": "sha256:test",
            "description": "Get a contact",
            "effect": "read",
            "egress": [
              {
                "argument": "id",
                "parameter": "customer_id",
              },
            ],
            "formatVersion": 1,
            "functionName": "get_contact",
            "integration": "crm",
            "lineage": {
              "outputs": [
                {
                  "fields": [
                    {
                      "field": "full_name",
                      "object": "Contact",
                    },
                  ],
                  "output": "customer_name",
                },
              ],
              "reads": [],
              "targets": [
                {
                  "fields": [],
                  "how": "compares",
                  "target": [
                    "id",
                  ],
                },
              ],
            },
            "messages": {},
            "operation": "getContact",
            "outputSchema": {
              "additionalProperties": false,
              "properties": {
                "customer_name": {
                  "type": "string",
                },
              },
              "type": "object",
            },
            "outputs": [
              {
                "kind": "value",
                "leaf": "customer_name",
                "nullable": false,
                "path": [
                  {
                    "from": "object",
                    "kind": "field",
                    "name": "full_name",
                  },
                ],
                "present": [
                  0,
                  1,
                ],
                "sensitivity": "none",
                "sourceType": {
                  "kind": "scalar",
                  "scalar": "string",
                },
                "type": {
                  "kind": "scalar",
                  "scalar": "string",
                },
              },
            ],
            "parameters": [
              {
                "description": "Identifier of the customer at the provider. Number of the contact",
                "example": 42,
                "name": "customer_id",
                "nullable": false,
                "required": true,
                "type": {
                  "kind": "scalar",
                  "scalar": "integer",
                },
              },
            ],
            "parametersSchema": {
              "additionalProperties": false,
              "properties": {
                "customer_id": {
                  "description": "Identifier of the customer at the provider. Number of the contact",
                  "examples": [
                    42,
                  ],
                  "type": "integer",
                },
              },
              "required": [
                "customer_id",
              ],
              "type": "object",
            },
            "plan": {
              "call": {
                "name": "getContact",
              },
              "leaves": [
                "customer_name",
              ],
              "targets": [
                "id",
              ],
            },
            "policy": {
              "maxResponseBytes": 5242880,
              "nonParallelizable": false,
              "requiresConfirmation": false,
              "requiresVerifiedIdentity": false,
              "timeoutMs": 15000,
            },
            "sensitivity": "none",
            "sliceHash": "sha256:88d76ff817ef81fb7abe3d1f6f9a128abddafb99a8c9a2690d202b963e7c4663",
            "source": "openapi",
            "toolName": "Get contact",
            "uses": {
              "fields": [
                "Contact.full_name",
              ],
              "objects": [
                "Contact",
              ],
            },
          },
          "warnings": [],
        },
      }
    `)
  })
  test('gives the same bytes again', () => {
    const once = compile(inputOf(createTicket))
    const again = compile(inputOf(structuredClone(createTicket)))
    expect(once.ok && again.ok && skillBytes(once.value.skill) === skillBytes(again.value.skill)).toBe(true)
  })

  test('reports what only the source kind finds, beside what the rules found', () => {
    const lower = (): never => {
      throw new PlatformError('binding_invalid', 'The row cannot be read back.', { reason: 'no_read_back' })
    }
    const without = { ...readContact, projection: [] }
    const result = compile({ ...inputOf(without), lowering: { lower } })
    expect(
      result.ok ? [] : result.failure.map(({ code, severity, message }) => [code, severity, message]),
    ).toEqual([
      ['projection_empty', 'warning', expect.any(String)],
      ['no_read_back', 'error', 'The row cannot be read back.'],
    ])
  })

  test('lets every other error of a lowering through', () => {
    const lower = (): never => {
      throw new TypeError('A mistake of ours.')
    }
    expect(() => compile({ ...inputOf(readContact), lowering: { lower } })).toThrow('A mistake of ours.')
  })
})
