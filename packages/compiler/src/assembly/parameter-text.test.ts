import { expect, test } from 'vitest'
import { parameterText } from './parameter-text.ts'

const place = (name: string, description?: string) => ({
  path: [name],
  ...(description === undefined ? {} : { description }),
})
const described = (name: string, parts: Partial<Parameters<typeof parameterText>[0]>) =>
  parameterText({ name, said: undefined, plain: [], made: [], ...parts })

test.each([
  ['the words of the author', described('customer_email', { said: 'Whom to write to' }), 'Whom to write to'],
  [
    'not what another argument is at the provider',
    described('customer_email', { plain: [place('xero-tenant-id', 'Xero identifier for Tenant')] }),
    'E-mail address of the customer',
  ],
  [
    'the shared words and those of an argument that is called so',
    described('customer_phone', { plain: [place('phone', 'Spaces are ignored.')] }),
    'Telephone number of the customer, E.164. Spaces are ignored.',
  ],
  [
    'not what an argument is that gets something made of it',
    described('customer_name', { made: [place('where', 'A filter expression')] }),
    'Full name of the customer',
  ],
  [
    'of several places the one that is called so',
    described('invoice_number', {
      plain: [place('tenant', 'The tenant'), place('InvoiceNumber', 'Number of the invoice')],
    }),
    'Number of the invoice',
  ],
  [
    'the words of the provider for a name of its own',
    described('assignee', { plain: [place('user', 'Who works on it')] }),
    'Who works on it',
  ],
  ['nothing where nothing is known', described('who', { made: [place('where', 'A filter')] }), undefined],
])('tells %s', (_, text, expected) => {
  expect(text).toBe(expected)
})
