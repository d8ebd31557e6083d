/**
 * The ids of the skills that call an integration in any of their steps, as a query within one that reads `integrations`.
 * Two parts, since no index answers an "or" of both under row-level security: an operator that might tell of the rows it
 * meets (`@>` is one) is tried on those of the organisation only, so that it can search none.
 */
export const callersOf = `(select skills.id from skills
    where skills.organization_id = integrations.organization_id and skills.integration_id = integrations.id
  union select skills.id from skills
    where skills.organization_id = integrations.organization_id and skills.step_integrations <> '{}'
      and skills.step_integrations @> array[integrations.kind])`
