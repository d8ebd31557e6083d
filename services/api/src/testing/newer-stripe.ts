import type { BindingInputDocument } from '@bindery/model'
import { openCatalogue, type PackCatalogue, Preset } from '@bindery/packs'

/** The next version of the Stripe pack: reworded, with more outputs, one preset less and one more. */
export function newerStripe(): PackCatalogue {
  const whole = openCatalogue()
  const change = (preset: Preset): readonly Preset[] => {
    const edit = (binding: Partial<Preset['binding']>): readonly Preset[] => [
      { ...preset, binding: { ...preset.binding, ...binding } },
    ]
    switch (preset.slug) {
      case 'refund_payment':
        return []
      case 'find_customer':
        return edit({
          description: 'Find the person who is calling.',
          requiresConfirmation: true,
          projection: [...preset.binding.projection, { path: 'data[0].phone', leaf: 'customer_phone' }],
        })
      case 'list_invoices':
      case 'cancel_subscription':
        return edit({ timeoutMs: 20_000 })
      default:
        return [preset]
    }
  }
  const showInvoice: BindingInputDocument = {
    operation: 'GetInvoices',
    toolName: 'Show invoice',
    inputs: [{ param: 'customer_id', argument: 'customer', required: true }],
    projection: [{ path: 'data[0].number', leaf: 'invoice_number' }],
  }
  const added = Preset.parse({ slug: 'show_invoice', important: false, effect: 'read', binding: showInvoice })
  return {
    ...whole,
    packs: whole.packs.map((pack) =>
      pack.id === 'stripe'
        ? {
            ...pack,
            manifest: { ...pack.manifest, version: '2.0.0' },
            presets: [...pack.presets.flatMap(change), added],
          }
        : pack,
    ),
  }
}
