/** A question that cannot be answered, as the API server is told of it: a status of HTTP, and a sentence. */
export class WebhookRefusal extends Error {
  override readonly name = 'WebhookRefusal';
  readonly status: number;
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
