import { describeAuthMethod } from './describe-auth-method.contract.ts'
import { oauth2AuthorizationCode } from './oauth2-authorization-code.ts'

describeAuthMethod({
  method: oauth2AuthorizationCode,
  valuesWith: (secret, origin) => ({
    client_id: 'desk',
    authorization_url: `${origin}/authorize`,
    token_url: `${origin}/token`,
    access_token: secret,
  }),
  findIn: ({ headers }) => headers.authorization,
  expected: 'Bearer s3cr3t-value',
  appliesTo: 'every-request',
})
