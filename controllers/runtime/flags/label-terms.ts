/** `env=test`, `env:test`, `env=*`, `env:*`: all of them have to hold. */
export const selectorOf = (terms: readonly string[]): string =>
  terms
    .map((term) => {
      const [, label = '', value] = /^([^=:]*)(?:[=:](.*))?$/.exec(term) ?? [];
      return value === undefined || value === '*' ? label : `${label}=${value}`;
    })
    .join(',');
