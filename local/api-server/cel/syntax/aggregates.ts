import type { MapEntry, Field, Item, SyntaxNode } from './node.ts';
import type { TokenReader } from './token-reader.ts';

/** Reads what stands between brackets; `expression` reads one of its parts. */
export function itemsOf(tokens: TokenReader, expression: () => SyntaxNode): readonly Item[] {
  const items: Item[] = [];
  while (!tokens.sign(']')) {
    const optional = tokens.sign('?') !== undefined;
    items.push({ node: expression(), optional });
    const goesOn = tokens.sign(',') !== undefined;
    if (!goesOn || tokens.here.kind === 'end') {
      tokens.need(']', !goesOn);
      break;
    }
  }
  return items;
}

export function entriesOf(tokens: TokenReader, expression: () => SyntaxNode): readonly MapEntry[] {
  const entries: MapEntry[] = [];
  while (!tokens.sign('}')) {
    const optional = tokens.sign('?') !== undefined;
    const key = expression();
    const { at } = tokens.need(':');
    entries.push({ at, key, value: expression(), optional });
    if (!tokens.sign(',')) {
      tokens.need('}', true);
      break;
    }
  }
  return entries;
}

export function fieldsOf(tokens: TokenReader, expression: () => SyntaxNode): readonly Field[] {
  const fields: Field[] = [];
  while (!tokens.sign('}')) {
    const optional = tokens.sign('?') !== undefined;
    const name = tokens.identifier('brace');
    const { at } = tokens.need(':');
    fields.push({ at, name: name.text, value: expression(), optional });
    if (!tokens.sign(',')) {
      tokens.need('}', true);
      break;
    }
  }
  return fields;
}
