import { generateKeyPairSync } from 'node:crypto'
import { describeAuthMethod } from './describe-auth-method.contract.ts'
import { serviceAccount } from './service-account.ts'

const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'prime256v1',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

describeAuthMethod({
  method: serviceAccount,
  valuesWith: (secret, origin) => ({
    client_email: 'desk@project.example',
    private_key: secret,
    token_url: `${origin}/token`,
  }),
  secret: privateKey,
  findIn: ({ headers }) => headers.authorization,
  expected: 'Bearer s3cr3t-value',
  appliesTo: 'every-request',
})
