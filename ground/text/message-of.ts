/** What something thrown says, in one line; of whatever realm it is, for the system's errors are not everyone's Error. */
export function messageOf(thrown: unknown): string {
  const { message } = Object(thrown) as { readonly message?: unknown };
  const text = typeof message === 'string' && message !== '' ? message : String(thrown);
  return text.split('\n', 1)[0] ?? '';
}
