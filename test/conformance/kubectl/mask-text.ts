type Masks = readonly (readonly [pattern: RegExp, mark: string])[];

/** What differs on every run, in what kubectl prints. */
const MASKS: Masks = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>'],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/https:\/\/127\.0\.0\.1:\d+/g, '<server>'],
  [/\b(?:10\.0\.0|10\.96\.\d+)\.\d+\b/g, '<address>'],
  [/([rR]esource ?[vV]ersion[\\"]*: *[\\"]*)\d+/g, '$1<revision>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4}(?: UTC)?/g, '<time>'],
  [/\/tmp\/(LIVE|MERGED)-\d+/g, '/tmp/$1'],
  [/(?:192\.0\.2\.1|127\.0\.0\.1):\d+/g, '<server>'],
  [/(targetPort":|TargetPort: +)\d{5}/g, '$1<port>'],
  [/(pod updates may not change fields other than|spec is immutable after creation except)([^\n]*)\n[\s\S]*/g, '$1$2'],
  [/(\bNodePort:.*\s)3\d{4}\//g, '$1<port>/'],
  [/:3[0-2]\d{3}\//g, ':<port>/'],
  [/(?<=\s)(?:<invalid>|\d+(?:\.\d+)?(?:ms|[smhd])(?:\d+[smhd])?)(?=\s|$)/g, '<age>'],
];

/** A limit of containers: kubectl has them in the order of a Go map, which is another now and then. */
const LIMIT = /^(Container|Pod|PersistentVolumeClaim)  \w/;

/** The lines that kubectl printed: columns stand one space apart, since what is masked was as wide as it happened to be. */
export function maskText(text: string, namespace: string): readonly string[] {
  const masked = MASKS.reduce((told, [pattern, mark]) => told.replace(pattern, mark), text.replaceAll(namespace, 'NAMESPACE'));
  const lines = masked
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/(?<=\S) {2,}/g, '  ').trimEnd());
  const limits = lines.filter((line) => LIMIT.test(line)).sort();
  return lines.map((line) => (LIMIT.test(line) ? (limits.shift() ?? line) : line));
}
