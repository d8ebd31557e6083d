export {
  changeWebhook,
  createWebhook,
  removeWebhook,
  requireWebhook,
  resendMessage,
  rotateSecret,
  testWebhook,
} from './manage-webhooks.ts'
export { signMessage } from './sign-message.ts'
export { WebhookSender } from './webhook-sender.ts'
export { webhookUseCases } from './webhooks.ts'
