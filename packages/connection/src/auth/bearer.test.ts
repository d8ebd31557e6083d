import { bearer } from './bearer.ts'
import { describeAuthMethod } from './describe-auth-method.contract.ts'

describeAuthMethod({
  method: bearer,
  valuesWith: (secret) => ({ access_token: secret }),
  findIn: ({ headers }) => headers.authorization,
  expected: 'Bearer s3cr3t-value',
  appliesTo: 'every-request',
})
