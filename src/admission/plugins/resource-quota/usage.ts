/** Amounts by name: what is used, what is asked, what there is. */
import { type StringMap, setKey } from '../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';

export type Usage = Map<string, Quantity>;
export type ReadonlyUsage = ReadonlyMap<string, Quantity>;

export const ONE: Quantity = parseQuantity('1');
export const ZERO: Quantity = parseQuantity('0');

/** The sum over the names of both. */
export function addUsage(a: ReadonlyUsage, b: ReadonlyUsage): Usage {
  const sum: Usage = new Map(a);
  for (const [name, amount] of b) {
    const there = sum.get(name);
    sum.set(name, there === undefined ? amount : there.add(amount));
  }
  return sum;
}

/** How much more `now` is than `before`; what became less counts as nothing. */
export function increaseOf(now: ReadonlyUsage, before: ReadonlyUsage): Usage {
  const increase: Usage = new Map();
  for (const [name, amount] of now) {
    const old = before.get(name);
    const more = old === undefined ? amount : amount.sub(old);
    increase.set(name, more.sign < 0 ? ZERO : more);
  }
  return increase;
}

/** Only names that `has` knows. */
export function masked(usage: ReadonlyUsage, has: (name: string) => boolean): Usage {
  return new Map([...usage].filter(([name]) => has(name)));
}

export function withoutZeros(usage: ReadonlyUsage): Usage {
  return new Map([...usage].filter(([, amount]) => !amount.isZero));
}

/** `cpu=1,memory=1Gi`, sorted by name. */
export function usageText(usage: ReadonlyUsage): string {
  return [...usage]
    .map(([name, amount]) => [name, amount.toString()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, amount]) => `${name}=${amount}`)
    .join(',');
}

export function usageFields(usage: ReadonlyUsage): StringMap {
  const fields: StringMap = {};
  for (const [name, amount] of usage) setKey(fields, name, amount.toString());
  return fields;
}
