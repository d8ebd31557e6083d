import { isWrite } from '@bindery/model'
import { waivesConfirmation } from '../assembly/policy.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `confirmation_waived` (warning): the write runs without anybody being asked. */
export const confirmationWaived: Rule = ({ binding, operation, report }) => {
  const isAsked = binding.requiresHumanApproval === true || !waivesConfirmation(binding, operation)
  if (isAsked || !isWrite(operation.effect)) return
  report({
    code: 'confirmation_waived',
    severity: 'warning',
    path: ['requiresConfirmation'],
    message: `"${operation.name}" writes and nobody is asked before it does.`,
    fixes: [removing('Ask before each call', ['requiresConfirmation'])],
  })
}
