import { JsonValue } from '@bindery/model'
import { skillTestOrigins } from '@bindery/store'
import { z } from 'zod'
import type { CheckedTest } from './check-tests.ts'
import type { TestResult } from './run-tests.ts'
import { JsonObjectData, timestamp } from '../../kernel/shapes.ts'

export const testName = z.string().min(1).max(120)

export const Difference = z.object({
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  before: JsonValue.nullable(),
  after: JsonValue.nullable(),
})

export const Result = z
  .object({
    testId: z.string(),
    name: z.string(),
    status: z.enum(['passed', 'failed']),
    differences: z.array(Difference),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'SkillTestResult' })

export const TestView = z
  .object({
    id: z.string(),
    name: z.string(),
    origin: z.enum(skillTestOrigins),
    response: JsonValue,
    params: JsonObjectData,
    expect: JsonValue,
    result: Result,
    createdBy: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: 'SkillTest' })

export function toView({ row, content, result }: CheckedTest): z.input<typeof TestView> {
  return {
    id: row.id,
    name: row.name,
    origin: row.origin,
    response: content.response,
    params: content.params,
    expect: content.expect,
    result: toResult(result),
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  }
}

export const toResult = (result: TestResult): z.input<typeof Result> => ({
  ...result,
  differences: [...result.differences],
  warnings: [...result.warnings],
})
