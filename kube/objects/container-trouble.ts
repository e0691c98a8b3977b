import { isRecord } from '../../ground/json/json.ts';

/**
 * Why a container does not run, by its status: it waits for anything but its turn, or its last run failed. That run's last lines say
 * why. Whatever wrote the status: what has an unexpected shape counts as not there.
 */
export function containerTrouble({ state, lastState }: Readonly<Record<string, unknown>>): string | undefined {
  const [waiting, terminated] = [fieldOf(state, 'waiting'), fieldOf(state, 'terminated')];
  const words = lastLines(fieldOf(terminated ?? fieldOf(lastState, 'terminated'), 'message'));
  const reason = fieldOf(waiting, 'reason');
  if (reason !== undefined && reason !== 'ContainerCreating' && reason !== 'PodInitializing')
    return troubleText(reason, words === '' ? fieldOf(waiting, 'message') : words);
  const code = fieldOf(terminated, 'exitCode');
  return typeof code === 'number' && code !== 0 ? troubleText(`exit code ${code}`, words) : undefined;
}

/** `what: why`, as far as they are texts. */
export const troubleText = (what: unknown, why: unknown): string =>
  [what, why].filter((part): part is string => typeof part === 'string' && part !== '').join(': ');

const lastLines = (message: unknown): string => (typeof message === 'string' ? message.trim().split('\n').slice(-3).join(' | ') : '');

const fieldOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);
