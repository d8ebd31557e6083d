import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { inputOf, readContact, testCatalog } from '../testing/test-catalog.ts'

/** The id of a contact may be null, as a nullable argument of GraphQL may. */
const catalog = {
  ...testCatalog,
  operations: testCatalog.operations.map((operation) => ({
    ...operation,
    arguments: operation.arguments.map((argument) =>
      argument.name === 'id' ? { ...argument, nullable: true } : argument,
    ),
  })),
}

test.each([
  [undefined, ['integer', 'null']],
  [true, 'integer'],
])('a nullable argument whose binding says required %s takes %j', (required, type) => {
  const inputs = [{ param: 'customer_id', argument: 'id', ...(required === undefined ? {} : { required }) }]
  const result = compile(inputOf({ ...readContact, inputs }, { catalog }))
  expect(result.ok ? result.value.skill.parametersSchema['properties'] : result.failure).toMatchObject({
    customer_id: { type },
  })
})
