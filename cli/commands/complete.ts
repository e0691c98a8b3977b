import { deployments, namespaces } from '../../kube/objects/built-in.ts';
import type { Client } from '../../kube/client/client.ts';
import { connect } from '../../kube/connect.ts';
import { SHOP_LABEL, TOWN_LABEL } from '../../model/keys.ts';
import { commands } from '../command-table.ts';
import type { Command, CommandInvocation } from '../invocation.ts';
import { isKingdom } from '../cluster/kingdom-of.ts';

/** A shell waits for it: no longer than a person would. */
const PATIENCE_MS = 2_000;

/** What may stand where the last of the words is being typed, a candidate a line. Silent where it does not know. */
export const complete: Command = async (invocation) => {
  const words = invocation.args;
  const typed = words.at(-1) ?? '';
  const candidates = await candidatesFor(words.slice(0, -1), typed, invocation).catch(() => []); // nobody reads why not
  invocation.stdout.write(
    candidates
      .filter((candidate) => candidate.startsWith(typed))
      .sort()
      .map((candidate) => `${candidate}\n`)
      .join(''),
  );
  return 0;
};

async function candidatesFor(before: readonly string[], typed: string, invocation: CommandInvocation): Promise<readonly string[]> {
  const [name, ...words] = before;
  if (name === undefined || (name === 'help' && words.length === 0))
    return Object.entries(commands)
      .filter(([, { hidden }]) => hidden !== true)
      .map(([known]) => known);
  if (name === 'completion') return words.length === 0 ? ['bash', 'zsh', 'fish'] : [];
  if (name === 'controller') return words.length === 0 ? Object.keys((await import('../../controllers/registry.ts')).controllers) : [];
  if (typed.startsWith('-')) return flagsOf(name, invocation);
  const wanted = whatIsTyped(name, words);
  return wanted === undefined ? [] : await namesOf(wanted, words, invocation);
}

/** What the command's own help lists: so no flag is forgotten here. */
async function flagsOf(name: string, invocation: CommandInvocation): Promise<readonly string[]> {
  const entry = commands[name];
  if (entry === undefined) return [];
  let help = '';
  await (
    await entry.load()
  )({ ...invocation, args: ['--help'], stdout: { write: (text) => (help += text) } });
  return [...new Set(help.match(/(?<=^|[\s,])--[a-z][a-z-]*/gm))];
}

type Wanted = 'kingdom' | 'town' | 'shop';
const POSITIONS: Readonly<Record<string, readonly Wanted[]>> = {
  towns: ['kingdom'],
  shops: ['kingdom', 'town'],
  logs: ['kingdom', 'town', 'shop'],
  watch: ['kingdom', 'town'],
};

/** The value of a flag, or the argument in its place. */
function whatIsTyped(name: string, words: readonly string[]): Wanted | undefined {
  const last = words.at(-1);
  if (last !== undefined && VALUED.has(last)) return WANTED[last];
  return POSITIONS[name]?.[plain(words).length];
}

const WANTED: Readonly<Record<string, Wanted>> = { '-n': 'kingdom', '--kingdom': 'kingdom', '--town': 'town', '--shop': 'shop' };
const VALUED = new Set([
  '--kubeconfig',
  '--context',
  '--request-timeout',
  '--output',
  '-o',
  '--selector',
  '-l',
  '--since',
  '--tail',
  ...Object.keys(WANTED),
]);
const plain = (words: readonly string[]): readonly string[] =>
  words.filter((word, index) => !word.startsWith('-') && !VALUED.has(words[index - 1] ?? ''));

const valueOf = (words: readonly string[], flag: string): string | undefined => {
  const at = words.indexOf(flag);
  return at < 0 ? undefined : words[at + 1];
};

async function namesOf(wanted: Wanted, words: readonly string[], { env }: CommandInvocation): Promise<readonly string[]> {
  const [kubeconfig, context] = [valueOf(words, '--kubeconfig'), valueOf(words, '--context')];
  const connection = await connect({ env, program: 'civ', kubeconfig, context, timeoutMs: PATIENCE_MS });
  try {
    const [firstWord, secondWord] = plain(words);
    const kingdom = valueOf(words, '--kingdom') ?? valueOf(words, '-n') ?? (wanted === 'kingdom' ? undefined : firstWord);
    const town = valueOf(words, '--town') ?? (wanted === 'shop' ? secondWord : undefined);
    return await lookUp(connection.client, wanted, kingdom, town);
  } finally {
    await connection.close();
  }
}

async function lookUp(client: Client, wanted: Wanted, kingdom: string | undefined, town: string | undefined): Promise<readonly string[]> {
  if (wanted === 'kingdom') return (await client.list(namespaces)).items.filter(isKingdom).map(({ metadata }) => metadata?.name ?? '');
  const where = kingdom === undefined ? {} : { namespace: kingdom };
  const label = wanted === 'town' ? TOWN_LABEL : SHOP_LABEL;
  const labelSelector = wanted === 'shop' && town !== undefined ? `${label},${TOWN_LABEL}=${town}` : label;
  const { items } = await client.list(deployments, { ...where, labelSelector });
  return [...new Set(items.map(({ metadata }) => metadata?.labels?.[label] ?? ''))];
}
