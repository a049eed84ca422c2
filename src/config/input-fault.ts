import { visible } from '../shared/text.ts';

/** An input cannot be used. The message says what it got and what it takes, without its name. */
export class InputFault extends Error {
  override name = 'InputFault';
}

/** Refuses the text of an input: says what it got and what it takes. */
export type Refuse = (got: string, takes: string) => never;

/** @throws InputFault */
export function refuse(got: string, takes: string): never {
  throw new InputFault(`${got}; takes ${takes}`);
}

/** The value of an input for a message: short, in quotes, with invisible characters made visible. */
export function quote(value: string): string {
  if (value === '') return 'nothing';
  return `"${visible(value.length > 60 ? `${value.slice(0, 60)}…` : value)}"`;
}
