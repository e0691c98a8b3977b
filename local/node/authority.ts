export interface Authority {
  readonly host: string;
  readonly port: number;
}

const AUTHORITY = /^(?<host>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?<port>\d{1,5}))?$/;

/** What `CONNECT` asks for, `woodworker:80`; undefined where that is not a name with a port from 1 to 65535. */
export function authorityOf(text: string): Authority | undefined {
  const { host, port = '80' } = AUTHORITY.exec(text)?.groups ?? {};
  return host === undefined || !isPort(Number(port)) ? undefined : { host: host.toLowerCase(), port: Number(port) };
}

export const isPort = (number: number): boolean => Number.isInteger(number) && number >= 1 && number <= 65_535;
