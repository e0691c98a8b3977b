import { describe, expect, it } from '@jest/globals';
import {
  choice,
  count,
  duration,
  key,
  list,
  namespaces,
  selector,
  text,
  toggle,
} from '../../../../controllers/runtime/flags/flag-values.ts';
import { documentationOf, helpOf, parseFlags, type FlagTable, type Settings } from '../../../../controllers/runtime/flags/flags.ts';

const table = {
  address: text({ value: 'host:port', env: ['ADDRESS'], fallback: ':9090', help: 'where it listens' }),
  debug: toggle({ help: 'says more' }),
  color: choice({ words: ['red', 'green'], fallback: 'red', help: 'which one' }),
  workers: count({ least: 1, env: ['WORKERS'], fallback: 4, help: 'how many' }),
  wait: duration({ fallback: '1m30s', help: 'how long' }),
  only: list({ value: 'name', env: ['ONLY', 'ONLY_THESE'], help: 'which' }),
  'is-Mixed': toggle({ help: 'an odd name' }),
};
const parse = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Settings<typeof table> =>
  parseFlags(table, { args, env });
const one = <Table extends FlagTable>(flags: Table, ...args: string[]) => parseFlags(flags, { args, env: {} });

describe('flags', () => {
  it('have defaults', () =>
    expect(parse([])).toEqual({ address: ':9090', debug: false, color: 'red', workers: 4, wait: 90_000, only: [], 'is-Mixed': false }));

  it.each([['--workers=7'], ['-workers=7'], ['--workers', '7'], ['-workers', '7']])('can be written %s %s', (...args) =>
    expect(parse(args).workers).toBe(7),
  );

  it('go over the environment, and that over the default', () => {
    expect(parse([], { WORKERS: '2' }).workers).toBe(2);
    expect(parse(['--workers=3'], { WORKERS: '2' }).workers).toBe(3);
    expect(parse([], { WORKERS: '' }).workers).toBe(4);
    expect(parse([], { ONLY_THESE: 'a,b' }).only).toEqual(['a', 'b']);
  });

  it('of truth need no value, and do not take the next word for one', () => {
    expect(parse(['-debug', '--workers=2'])).toMatchObject({ debug: true, workers: 2 });
    expect(parse(['--debug=F']).debug).toBe(false);
  });

  it('can be empty, or hold an equals sign', () => {
    expect(parse(['--address=']).address).toBe('');
    expect(parse(['--address=a=b']).address).toBe('a=b');
  });

  it('that are lists collect what is given, and replace the environment', () =>
    expect(parse(['--only=a, "b"', '--only=c,'], { ONLY: 'x' }).only).toEqual(['a', 'b', 'c']));

  it('are found in any case, as nobody remembers where the capitals are', () => expect(parse(['--is-mixed'])['is-Mixed']).toBe(true));

  it.each([
    [['--worker=2'], 'unknown flag --worker (did you mean --workers?): --help lists them all'],
    [['--dbeug'], 'unknown flag --dbeug (did you mean --debug?): --help lists them all'],
    [['--zzz'], 'unknown flag --zzz: --help lists them all'],
    [['--constructor=x'], 'unknown flag --constructor: --help lists them all'],
    [['extra'], 'unexpected "extra": only flags can be given, and their values as --flag=value'],
    [['--'], 'unexpected "--": only flags can be given, and their values as --flag=value'],
    [['--workers'], '--workers needs a value: --workers=<number>'],
    [['--workers=0'], '--workers is "0": it is a whole number, 1 or more'],
    [['--workers=many'], '--workers is "many": it is a whole number, 1 or more'],
    [['--debug=maybe'], '--debug is "maybe": it is true or false'],
    [['--color=blue'], '--color is "blue": it is one of red, green'],
    [['--wait=5'], '--wait is "5": it is a duration such as 300ms, 10s or 1h30m'],
  ])('say what is wrong with %j', (args, message) => expect(() => parse(args)).toThrow(message));

  it('say which variable of the environment is wrong', () =>
    expect(() => parse([], { WORKERS: '-1' })).toThrow('WORKERS is "-1": it is a whole number, 1 or more'));

  it('write their own help', () =>
    expect(helpOf({ address: table.address, debug: table.debug })).toBe(
      '  --address=<host:port>  where it listens (default :9090; environment: ADDRESS)\n  --debug                says more (default false)\n',
    ));

  it('write their own documentation', () =>
    expect(documentationOf({ color: table.color })).toBe(
      '| flag | environment | default | |\n| --- | --- | --- | --- |\n| `--color=<red\\|green>` |  | `red` | which one |\n',
    ));
});

describe('a duration', () => {
  it.each([
    ['0', 0],
    ['300ms', 300],
    ['1.5s', 1_500],
    ['1h30m', 5_400_000],
    ['2us', 0.002],
  ])('%s is %d ms', (given, ms) => expect(one({ wait: table.wait }, `--wait=${given}`).wait).toBe(ms));
});

describe('the key of an annotation', () => {
  const flags = { key: key({ fallback: 'a', help: '' }) };
  it.each(['addtime', 'example.com/add.time_9'])('can be %s', (given) => expect(one(flags, `--key=${given}`).key).toBe(given));
  it.each(['', '-a', 'a b', 'a/b/c', 'UPPER.com/a', '/a', 'a/', 'x'.repeat(64)])('cannot be "%s"', (given) =>
    expect(() => one(flags, `--key=${given}`)).toThrow('it is a name of letters'),
  );
});

describe('a label selector', () => {
  const flags = { selector: selector({ help: '' }) };
  it.each(['', 'app', '!app', 'app=web', 'app==web,tier!=test', 'example.com/app in (a, b),tier notin (c)', ' app = web '])(
    'can be "%s"',
    (given) => expect(one(flags, `--selector=${given}`).selector).toBe(given),
  );
  it.each(['a,,b', 'app=a b', 'app in a', '=web', 'app;web'])('cannot be "%s"', (given) =>
    expect(() => one(flags, `--selector=${given}`)).toThrow('it is a label selector such as'),
  );
});

describe('names of namespaces', () => {
  const flags = { namespaces: namespaces({ help: '' }) };
  it('are a list', () => expect(one(flags, '--namespaces=a,b-1').namespaces).toEqual(['a', 'b-1']));
  it('are checked', () =>
    expect(() => one(flags, '--namespaces=a,B')).toThrow('--namespaces is "a,B": "B" is not a valid name of a namespace'));
});
