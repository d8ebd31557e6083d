import type { AnyBinding, JsonObject, Result } from '@bindery/model'
import {
  describeParameters,
  fillPreset,
  type FormField,
  missingConfig,
  type Pack,
  type Preset,
} from '@bindery/packs'
import { findIntegration, type IntegrationRow, type Transaction } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { type Compiled, compileAuthored } from '../skills/compile-binding.ts'
import { packOf, requirePack } from '../integrations/find-pack.ts'

/** A pre-built action as it is offered. */
export interface OfferedAction {
  readonly preset: Preset
  readonly parametersSchema: JsonObject
  readonly configFields: readonly FormField[]
}

/**
 * The actions of a provider. Once its schema is discovered, parameters are what the compiler makes of them; before that,
 * what their names say. Throws `pack_not_found` for a kind that nobody knows.
 */
export async function describeActions(
  services: Needs<'packs' | 'store'>,
  principal: Principal,
  kind: string,
): Promise<readonly OfferedAction[]> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const registered = await findIntegration(transaction, kind)
    // What operators set up themselves has no pre-built actions, and that is no mistake.
    if (registered !== undefined && packOf(services.packs, registered) === undefined) return []
    const { pack, integration } = await requirePack(transaction, services.packs, kind)
    const actions: OfferedAction[] = []
    for (const preset of pack.presets) {
      const binding = fillPreset(preset.binding, { integration: kind, config: {} })
      const compiled = await compileIfDiscovered(transaction, integration, binding)
      const schema = compiled?.ok === true ? compiled.value.skill.parametersSchema : undefined
      actions.push({
        preset,
        parametersSchema: schema ?? describeParameters(binding),
        configFields: configFieldsOf(pack, preset),
      })
    }
    return actions
  })
}

async function compileIfDiscovered(
  transaction: Transaction,
  integration: IntegrationRow | undefined,
  binding: AnyBinding,
): Promise<Result<Compiled, unknown> | undefined> {
  if (integration === undefined || integration.catalogId === null) return undefined
  return compileAuthored(transaction, integration, binding)
}

/** What an operator must fill in for a preset. */
export function configFieldsOf({ manifest }: Pack, { binding }: Preset): readonly FormField[] {
  const used = missingConfig(binding)
  return manifest.config.filter(({ name }) => used.includes(name))
}
