import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A failure is an error with all that it said. */
export async function run(program: string, args: readonly string[], input = ''): Promise<Said> {
  const child = spawn(program, args);
  child.stdin.on('error', () => undefined); // it has ended without reading: its exit code says how
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
  return { stdout, stderr };
}

export const kubectl = async (...args: readonly string[]): Promise<string> => (await run('kubectl', args)).stdout.trim();

/** The API server's answer, as far as `Answer` looks into it. */
export const kubectlJson = async <Answer>(...args: readonly string[]): Promise<Answer> =>
  JSON.parse(await kubectl(...args, '-o', 'json')) as Answer;

/** `civ`, as a user starts it. */
export const civ = (...args: readonly string[]): Promise<Said> => run(process.execPath, ['package/civ.cjs', ...args]);
