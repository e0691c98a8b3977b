import { isIPv4, isIPv6 } from 'node:net';
import { LOG_LEVELS, type WorkerLogLevel } from './log.ts';

/** What a worker is told by its environment. */
export interface WorkerSettings {
  readonly podName: string;
  readonly podNamespace: string | undefined;
  readonly podIp: string;
  /** The URL under which others buy here. Absent: other pods of the shop cannot be found, and what is left at the end stays. */
  readonly store: string | undefined;
  readonly port: number;
  /** Absent: all addresses. */
  readonly host: string | undefined;
  /** Absent: books in memory. */
  readonly booksFolder: string | undefined;
  readonly logLevel: WorkerLogLevel;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads the environment; what is wrong in it is named, all at once. */
export function readSettings(env: Env): { readonly settings: WorkerSettings; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const read = (name: string, otherwise: string, isRight: (value: string) => boolean, remedy: string): string => {
    const value = env[name] || otherwise;
    if (isRight(value)) return value;
    problems.push(`${name} is ${JSON.stringify(value.slice(0, 80))}: ${remedy}`);
    return otherwise;
  };
  const isIp = (value: string) => isIPv4(value) || isIPv6(value);
  const isName = (value: string) => /^[A-Za-z0-9._-]{1,253}$/.test(value);
  const podIp = read('POD_IP', '127.0.0.1', isIp, 'give the address at which other pods reach this one');
  const settings = {
    podName: read('POD_NAME', 'worker', isName, 'give the name of the pod'),
    podNamespace: env['POD_NAMESPACE'] || undefined,
    podIp,
    store:
      read('STORE', '', (value) => value === '' || isHttpUrl(value), 'give the URL under which others buy here: http://woodworker') ||
      undefined,
    port: Number(read('PORT', '8080', (value) => /^\d{1,5}$/.test(value) && Number(value) < 65_536, 'give a port, or 0 for any')),
    host:
      read('HOST', isLoopback(env['POD_IP']) ? podIp : '', (value) => value === '' || isIp(value), 'give an address to listen on') ||
      undefined,
    booksFolder: env['BOOKS'] || undefined,
    logLevel: LOG_LEVELS.find((level) => level === (env['LOG_LEVEL'] || 'info').toLowerCase()) ?? 'info',
  };
  read('LOG_LEVEL', 'info', (value) => LOG_LEVELS.includes(value.toLowerCase() as WorkerLogLevel), `give one of ${LOG_LEVELS.join(', ')}`);
  return { settings, problems };
}

const isHttpUrl = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

/** A pod on loopback is reached by its own machine alone, and listens to nobody else. */
const isLoopback = (ip: string | undefined): boolean => ip !== undefined && (ip.startsWith('127.') || ip === '::1');
