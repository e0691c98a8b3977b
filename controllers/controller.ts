import { columns } from '../ground/text/columns.ts';
import { controllers } from './registry.ts';
import { start, type Invocation } from './runtime/start.ts';

/** `civ controller <name> [flags]` */
export async function controller(invocation: Invocation): Promise<number> {
  const [name = '--help', ...args] = invocation.args;
  const entry = Object.hasOwn(controllers, name) ? controllers[name] : undefined;
  if (entry !== undefined) return start(await entry.load(), { ...invocation, args });
  const asked = /^--?h(elp)?$/.test(name);
  const rows = Object.entries(controllers).map(([known, { summary }]) => [`  ${known}`, summary]);
  const list = columns(rows, '  ').map((line) => `${line}\n`);
  if (asked)
    invocation.stdout.write(
      `civ controller <name> runs one of the controllers; civ controller <name> --help shows its flags.\n\n${list.join('')}`,
    );
  else invocation.stderr.write(`civ controller: there is no controller "${name}": there are ${Object.keys(controllers).join(', ')}\n`);
  return asked ? 0 : 1;
}
