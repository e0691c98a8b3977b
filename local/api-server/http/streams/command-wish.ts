import { badRequest } from '../../contracts/status-error.ts';

/** What a client wants of `exec` or `attach`; also what policies see of it. */
export interface CommandWish {
  readonly container: string;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

const isTrue = (query: URLSearchParams, name: string): boolean => ['true', '1'].includes(query.get(name) ?? '');

/** Throws a StatusError where it asks for nothing. */
export function commandWish(query: URLSearchParams, subresource: 'attach' | 'exec'): CommandWish {
  const tty = isTrue(query, 'tty');
  const wish = {
    container: query.get('container') ?? '',
    command: subresource === 'exec' ? query.getAll('command') : [],
    stdin: isTrue(query, 'stdin'),
    stdout: isTrue(query, 'stdout'),
    stderr: isTrue(query, 'stderr') && !tty,
    tty,
  };
  if (!wish.stdin && !wish.stdout && !wish.stderr) throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
  if (subresource === 'exec' && wish.command.length === 0) throw badRequest('you must specify a command to execute');
  if (wish.command.some((word) => word.includes('\0'))) throw badRequest('a command cannot hold a NUL character: leave it out');
  return wish;
}
