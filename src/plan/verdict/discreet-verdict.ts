import { withoutSecrets } from '../read/secret-texts';
import type { Refusal } from '../rules/refusal';
import type { Verdict } from './verdict';

/**
 * A verdict in which no secret of its plan is left, whatever names and settings were made of: a construct author may use a
 * sensitive variable anywhere.
 */
export function discreetVerdict(verdict: Verdict, secrets: readonly string[]): Verdict {
  const text = (each: string): string => withoutSecrets(each, secrets);
  const refusal = (each: Refusal): Refusal => ({
    ...each,
    accept: each.accept.map(text),
    message: text(each.message),
    ...(each.ways !== undefined && { ways: each.ways.map((way) => everyText(way, text)) }),
  });
  return {
    ...verdict,
    machines: verdict.machines.map((machine) => ({
      ...machine,
      name: text(machine.name),
      details: machine.details.map(text),
    })),
    losses: verdict.losses.map(text),
    refusals: verdict.refusals.map(refusal),
    accepted: verdict.accepted.map(refusal),
    notes: verdict.notes.map(text),
    steps: verdict.steps.map(({ title, commands }) => ({ title: text(title), commands: commands.map(text) })),
  };
}

function everyText<T extends object>(value: T, change: (text: string) => string): T {
  const entries = Object.entries(value).map(([key, each]: [string, unknown]) => {
    if (key === 'kind') return [key, each];
    if (Array.isArray(each)) return [key, each.map((one: unknown) => (typeof one === 'string' ? change(one) : one))];
    return [key, typeof each === 'string' ? change(each) : each];
  });
  return Object.fromEntries(entries) as T;
}
