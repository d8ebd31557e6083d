import { existsSync, readFileSync } from 'node:fs'
import { compile, compileSteps } from '@bindery/compiler'
import { type GoalText, mapGoal, type MappingTools } from '@bindery/mapper'
import { fingerprintCatalog, isStepsBinding, openScoping, type SchemaCatalog } from '@bindery/model'
import { introspectDocuments, loadAdapter } from '@bindery/sources'
import { describe, expect, test } from 'vitest'

/** Documents as their providers publish them; where they are not on this machine nothing is tried. */
const folder = new URL('../../../../../shared/data/openapi/', import.meta.url)

async function readCatalog(name: string): Promise<SchemaCatalog> {
  const bytes = readFileSync(new URL(name, folder))
  return (await introspectDocuments([{ name, bytes }], AbortSignal.timeout(60_000))).catalog
}

async function toolsFor(catalog: SchemaCatalog): Promise<MappingTools> {
  const known = {
    catalog,
    catalogHash: fingerprintCatalog(catalog),
    lowering: await loadAdapter(catalog.source),
    integration: 'provider',
    scoping: openScoping,
  }
  return {
    compile: (binding) => compile({ binding, ...known }),
    steps: {
      integration: known.integration,
      compile: (binding) =>
        compileSteps(
          binding,
          binding.steps.map(() => known),
        ),
    },
  }
}

/** What a draft asks of whom: `GetCustomers.email > GetInvoices.customer`. */
async function told(document: string, goal: GoalText): Promise<string> {
  const catalog = await readCatalog(document)
  const mapped = mapGoal(goal, catalog, await toolsFor(catalog))
  if (mapped.status !== 'mapped') return mapped.reasons.join(' ')
  expect([mapped.binding.enabled, mapped.issues]).toEqual([false, []])
  if (!isStepsBinding(mapped.binding)) return mapped.operation
  return mapped.binding.steps
    .map(({ operation, inputs }) => `${operation}.${inputs.map(({ argument }) => argument).join('.')}`)
    .join(' > ')
}

interface Case {
  readonly claim: string
  readonly document: string
  readonly goal: GoalText
  readonly expected: string
}

describe.skipIf(!existsSync(new URL('stripe.json', folder)))('over a public document', () => {
  test.each<Case>([
    {
      claim: 'a customer is found by e-mail for an argument that the invoices name after them',
      document: 'stripe.json',
      goal: {
        goal: 'List the invoices of a customer',
        parameters: ['caller_email'],
        outputs: ['invoice_number', 'amount_due', 'status'],
      },
      expected: 'GetCustomers.email > GetInvoices.customer',
    },
    {
      claim: 'a customer is found by e-mail for a route that goes on from their list',
      document: 'stripe.json',
      goal: { goal: 'Show the cash balance of a customer by email', parameters: ['caller_email'] },
      expected: 'GetCustomers.email > GetCustomersCustomerCashBalance.customer',
    },
    {
      claim: 'a droplet is found by name although its rows have no name of their own in the document',
      document: 'digitalocean.json',
      goal: { goal: 'List the snapshots of a droplet by its name', parameters: ['droplet_name'] },
      expected: 'droplets_list.name > droplets_list_snapshots.droplet_id',
    },
    {
      claim: 'the same is found for a goal that names nothing',
      document: 'digitalocean.json',
      goal: { goal: 'List the backups of a droplet that is known by name' },
      expected: 'droplets_list.name > droplets_list_backups.droplet_id',
    },
    {
      claim: 'a member whose list takes no e-mail is not looked up',
      document: 'mailchimp.json',
      goal: {
        goal: 'List the notes of a member of a list by e-mail',
        parameters: ['list_id', 'caller_email'],
        outputs: ['note'],
      },
      expected: 'getListsIdMembersIdNotes',
    },
    {
      claim: 'an artist whose search takes more than a name is not looked up',
      document: 'spotify.json',
      goal: {
        goal: 'List the albums of an artist by name',
        parameters: ['artist_name'],
        outputs: ['album_name'],
      },
      expected: 'get-an-artists-albums',
    },
  ])('$claim', async ({ document, goal, expected }) => expect(await told(document, goal)).toBe(expected))
})
