/** Why something was thrown, in its first line. */
export function reasonOf(thrown: unknown): string {
  const message = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown.message : thrown;
  return String(message).split('\n')[0] ?? '';
}
