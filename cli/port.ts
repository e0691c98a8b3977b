import { InvalidArgumentError } from 'commander';
import { listenProblem } from '../ground/text/listen-problem.ts';
import { CommandFailure } from './run-command.ts';

/** The value of an option: a port to listen on, or 0 for any that is free. */
export function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535) throw new InvalidArgumentError('give a port from 0 to 65535');
  return number;
}

/** What to throw where a command could not listen on its `--port` of 127.0.0.1; anything else stays what it is. */
export function cannotListen(cause: unknown, wanted: number, flag = '--port'): unknown {
  const remedy = { port: `choose another with ${flag}, or leave it out`, host: 'bring up the loopback interface of this machine' };
  const problem = listenProblem(cause, { port: wanted, host: '127.0.0.1', remedy });
  return problem === undefined ? cause : new CommandFailure(problem, { cause });
}
