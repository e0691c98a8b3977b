import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../constructs/synth.ts';
import { realm, settings } from '../realm.ts';

/** dist/ is committed and reviewed: it must be what `npm run synth` would write now, and hold nothing else. */
const fresh = new Map(render(realm, settings).map(({ name, text }) => [name, text]));
const committed = new Map(existsSync('dist') ? readdirSync('dist').map((name) => [name, readFileSync(join('dist', name), 'utf8')]) : []);

const problems = [...new Set([...fresh.keys(), ...committed.keys()])].sort().flatMap((name) => {
  const [now, then] = [fresh.get(name), committed.get(name)];
  if (now === then) return [];
  if (then === undefined) return [`dist/${name} is missing`];
  if (now === undefined) return [`dist/${name} is written by no synth`];
  const [lines, old] = [now.split('\n'), then.split('\n')];
  const at = lines.findIndex((line, index) => line !== old[index]);
  return [`dist/${name}:${at + 1} differs\n  committed: ${old[at] ?? '(end)'}\n  synth:     ${lines[at] ?? '(end)'}`];
});

if (problems.length > 0) {
  process.stderr.write(
    `dist/ is not what synth writes:\n${problems.join('\n')}\nRun \`npm run synth\`, look at the difference, and commit it.\n`,
  );
  process.exitCode = 1;
}
