/** `$(NAME)` becomes the value of a variable that is known; `$$(NAME)` is the text `$(NAME)`; what is unknown stays as it is. */
export const expand = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$(\$|\((?<name>[^)]*)\))/g, (whole, second: string, name: string | undefined) =>
    second === '$' ? '$' : name !== undefined && Object.hasOwn(known, name) ? (known[name] ?? whole) : whole,
  );
