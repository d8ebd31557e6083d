import { describeAuthMethod } from './describe-auth-method.contract.ts'
import { oauth2ClientCredentials } from './oauth2-client-credentials.ts'

describeAuthMethod({
  method: oauth2ClientCredentials,
  valuesWith: (secret, origin) => ({
    client_id: 'desk',
    client_secret: secret,
    token_url: `${origin}/token`,
  }),
  findIn: ({ headers }) => headers.authorization,
  expected: 'Bearer s3cr3t-value',
  appliesTo: 'every-request',
})
