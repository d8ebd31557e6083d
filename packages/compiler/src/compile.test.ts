import { describe, expect, test } from 'vitest'
import { PlatformError, skillBytes } from '@bindery/model'
import { compile } from './compile.ts'
import { createTicket, inputOf, readContact } from './test-catalog.ts'

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
              "required": [
                "customer_name",
              ],
              "type": "object",
            },
            "outputs": [
              {
                "kind": "value",
                "leaf": "customer_name",
                "nullable": false,
                "path": [
                  {
                    "kind": "field",
                    "name": "full_name",
                  },
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
                "description": "Number of the contact",
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
                  "description": "Number of the contact",
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
  test('freezes a write into a skill behind its gates', () => {
    const result = compile(inputOf(createTicket))
    expect(result).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "skill": {
            "assignments": [
              {
                "source": {
                  "from": "parameter",
                  "name": "subject",
                },
                "target": [
                  "body",
                  "title",
                ],
                "targetNullable": false,
                "targetType": {
                  "kind": "scalar",
                  "scalar": "string",
                },
              },
              {
                "source": {
                  "from": "constant",
                  "value": "main",
                },
                "target": [
                  "workspace",
                ],
                "targetNullable": false,
                "targetType": {
                  "kind": "scalar",
                  "scalar": "string",
                },
              },
            ],
            "catalogHash": "sha256:test",
            "description": "Create ticket",
            "effect": "create",
            "egress": [
              {
                "argument": "body.title",
                "parameter": "subject",
              },
            ],
            "formatVersion": 1,
            "functionName": "create_ticket",
            "integration": "crm",
            "lineage": {
              "outputs": [
                {
                  "fields": [
                    {
                      "field": "id",
                      "object": "Ticket",
                    },
                  ],
                  "output": "ticket_id",
                  "through": [
                    {
                      "field": "ticket",
                      "object": "TicketResult",
                    },
                  ],
                },
              ],
              "reads": [],
              "targets": [
                {
                  "fields": [
                    {
                      "field": "title",
                      "object": "NewTicket",
                    },
                  ],
                  "how": "fills",
                  "target": [
                    "body",
                    "title",
                  ],
                },
                {
                  "fields": [],
                  "how": "fills",
                  "target": [
                    "workspace",
                  ],
                },
              ],
            },
            "messages": {},
            "operation": "createTicket",
            "outputSchema": {
              "additionalProperties": false,
              "properties": {
                "ticket_id": {
                  "type": [
                    "integer",
                    "null",
                  ],
                },
              },
              "required": [
                "ticket_id",
              ],
              "type": "object",
            },
            "outputs": [
              {
                "kind": "value",
                "leaf": "ticket_id",
                "nullable": true,
                "path": [
                  {
                    "kind": "field",
                    "name": "ticket",
                  },
                  {
                    "kind": "field",
                    "name": "id",
                  },
                ],
                "sensitivity": "none",
                "sourceType": {
                  "kind": "scalar",
                  "scalar": "integer",
                },
                "type": {
                  "kind": "scalar",
                  "scalar": "integer",
                },
              },
            ],
            "parameters": [
              {
                "constraints": {
                  "maxLength": 80,
                  "minLength": 3,
                },
                "description": "Subject of the ticket",
                "name": "subject",
                "nullable": false,
                "required": true,
                "type": {
                  "kind": "scalar",
                  "scalar": "string",
                },
              },
            ],
            "parametersSchema": {
              "additionalProperties": false,
              "properties": {
                "subject": {
                  "description": "Subject of the ticket",
                  "maxLength": 80,
                  "minLength": 3,
                  "type": "string",
                },
              },
              "required": [
                "subject",
              ],
              "type": "object",
            },
            "plan": {
              "call": {
                "name": "createTicket",
              },
              "leaves": [
                "ticket_id",
              ],
              "targets": [
                "body.title",
                "workspace",
              ],
            },
            "policy": {
              "maxResponseBytes": 5242880,
              "nonParallelizable": true,
              "requiresConfirmation": true,
              "requiresVerifiedIdentity": false,
              "timeoutMs": 15000,
            },
            "sensitivity": "none",
            "sliceHash": "sha256:09936bcb4f637035d9d77cac4db947f8dfb0adf7cc0b269729fb7fc4f2fddd92",
            "source": "openapi",
            "toolName": "Create ticket",
            "uses": {
              "fields": [
                "NewTicket.title",
                "Ticket.id",
                "TicketResult.ticket",
              ],
              "objects": [
                "NewTicket",
                "Ticket",
                "TicketResult",
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
