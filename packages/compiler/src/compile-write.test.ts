import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { createTicket, inputOf } from './testing/test-catalog.ts'

describe('compile', () => {
  test('freezes a write into a skill behind its gates', () => {
    const result = compile(inputOf(createTicket))
    expect(result).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "skill": {
            "assignments": [
              {
                "requiredObjects": [
                  1,
                ],
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
              {
                "requiredObjects": [
                  1,
                ],
                "source": {
                  "from": "constant",
                  "isDefault": true,
                  "value": "open",
                },
                "target": [
                  "body",
                  "status",
                ],
                "targetNullable": false,
                "targetType": {
                  "kind": "enum",
                  "scalar": "string",
                  "values": [
                    "open",
                    "pending",
                    "closed",
                  ],
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
                {
                  "fields": [
                    {
                      "field": "status",
                      "object": "NewTicket",
                    },
                  ],
                  "how": "fills",
                  "target": [
                    "body",
                    "status",
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
                  "description": "Text when a double cannot hold it.",
                  "type": [
                    "integer",
                    "string",
                    "null",
                  ],
                },
              },
              "type": "object",
            },
            "outputs": [
              {
                "kind": "value",
                "leaf": "ticket_id",
                "nullable": true,
                "path": [
                  {
                    "from": "object",
                    "kind": "field",
                    "name": "ticket",
                  },
                  {
                    "from": "object",
                    "kind": "field",
                    "name": "id",
                  },
                ],
                "present": [
                  0,
                  2,
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
                "description": "Subject in one line. Subject of the ticket",
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
                  "description": "Subject in one line. Subject of the ticket",
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
                "body.status",
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
            "sliceHash": "sha256:00e2e95f160423c08158e56f8a2c20c442de375c1d85fe78ba6d8328a699479b",
            "source": "openapi",
            "toolName": "Create ticket",
            "uses": {
              "fields": [
                "NewTicket.status",
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
          "warnings": [
            {
              "code": "default_sent",
              "message": ""createTicket" needs "body.status", which nothing is bound to: its default "open" is sent.",
              "path": [
                "inputObjectMap",
              ],
              "severity": "info",
            },
          ],
        },
      }
    `)
  })
})
