import activity from './activity.json' with { type: 'json' }
import agents from './agents.json' with { type: 'json' }
import audit from './audit.json' with { type: 'json' }
import changes from './changes.json' with { type: 'json' }
import common from './common.json' with { type: 'json' }
import connect from './connect.json' with { type: 'json' }
import discovery from './discovery.json' with { type: 'json' }
import drafting from './drafting.json' with { type: 'json' }
import editor from './editor.json' with { type: 'json' }
import home from './home.json' with { type: 'json' }
import keys from './keys.json' with { type: 'json' }
import palette from './palette.json' with { type: 'json' }
import packs from './packs.json' with { type: 'json' }
import reference from './reference.json' with { type: 'json' }
import providers from './providers.json' with { type: 'json' }
import relations from './relations.json' with { type: 'json' }
import retention from './retention.json' with { type: 'json' }
import review from './review.json' with { type: 'json' }
import rows from './rows.json' with { type: 'json' }
import schema from './schema.json' with { type: 'json' }
import secrets from './secrets.json' with { type: 'json' }
import settings from './settings.json' with { type: 'json' }
import shell from './shell.json' with { type: 'json' }
import signIn from './signIn.json' with { type: 'json' }
import steps from './steps.json' with { type: 'json' }
import system from './system.json' with { type: 'json' }
import webhooks from './webhooks.json' with { type: 'json' }
import workflows from './workflows.json' with { type: 'json' }

/** Every sentence of the console in English: one file per area; another language is the same files in another folder. */
export const en = {
  activity,
  agents,
  audit,
  changes,
  common,
  connect,
  discovery,
  drafting,
  editor,
  home,
  keys,
  palette,
  packs,
  providers,
  reference,
  relations,
  retention,
  review,
  rows,
  schema,
  secrets,
  settings,
  shell,
  signIn,
  steps,
  system,
  webhooks,
  workflows,
}
