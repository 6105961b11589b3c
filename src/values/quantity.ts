const FACTORS: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

const QUANTITY = /^(\d+(?:\.\d+)?|\.\d+)(m|k|M|G|T|[KMGT]i)?$/;

/** If a text is an amount as Kubernetes writes it, such as `500m`, `2` or `512Mi`. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** An amount of Kubernetes as a number; nothing if it is none. */
export function quantityValue(text: string): number | undefined {
  const [, number, unit = ''] = QUANTITY.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (FACTORS[unit] ?? 1);
}
