import { type IResolvable, type TerraformStack, TerraformVariable, Token } from 'cdktf';
import { lateSubjects, type Props, type Subject } from '../support/late-subjects';
import { type LateKind, type PropPlace, propPlaces } from '../support/prop-places';
import { synthesize, testStack } from '../support/synth';

/** Places whose value has no part in the output, by the type of the props. */
const NOT_IN_JSON: Readonly<Record<string, string>> = {
  'ProxmoxNodeProps host.imageDatastoreId': 'images lie there, of machines nothing',
  'ProxmoxNodeProps host.imageHost': 'images are downloaded by it, and the image knows',
  'TalosImageProps hosts.*.diskDatastoreId': 'disks of machines lie there, no image',
  'TalosImageProps hosts.*.networkBridge': 'machines are attached to it',
  'TalosImageProps installerMirror': 'configurations of machines name the installer image',
};

const SUBJECTS = lateSubjects();
const places = propPlaces(Object.fromEntries(SUBJECTS.map(({ type, file }) => [type, file])));

/** One try: a late value at one place. */
interface Try {
  readonly title: string;
  readonly subject: Subject;
  readonly place: PropPlace;
  readonly kind: LateKind | 'resolvable';
}

const tries = SUBJECTS.flatMap((subject) =>
  (places.get(subject.type) ?? []).flatMap((place) =>
    [...place.kinds, 'resolvable' as const].map((kind): Try => ({
      title: `${subject.type} ${place.path.join('.')}: ${kind}`,
      subject,
      place,
      kind,
    })),
  ),
);

test.each(tries)('$title', ({ subject, place, kind }) => {
  const outcomes = subject.examples.flatMap((example) => {
    const { stack } = testStack();
    const props = withValue(example(stack), place.path, (variable) => lateValue(variable, kind), stack);
    return props === undefined ? [] : [outcomeOf(stack, () => subject.make(stack, props as never))];
  });
  // an example has a value at the place
  expect(outcomes.length).toBeGreaterThan(0);
  expect(outcomes.flatMap((outcome) => complaintsOf(outcome, place))).toEqual([]);
  const isSeen = outcomes.some(({ isRefused, text }) => isRefused || text.includes('var.late'));
  expect(isSeen).toBe(NOT_IN_JSON[`${subject.type} ${place.path.join('.')}`] === undefined);
});

/** Traces of a value that was taken for something else. */
const WRONG =
  /.{0,80}(?:TfToken|#\{TOKEN|RangeError|TypeError|\d\.\d+e[+-]?\d{2,}|\[object Object\]|undefined|Cannot ).{0,80}/;

function complaintsOf({ isRefused, text }: Outcome, { path }: PropPlace): readonly string[] {
  const [wrong] = WRONG.exec(text) ?? [];
  if (wrong !== undefined) return [wrong];
  if (!isRefused) return [];
  const key = path.filter((each) => each !== '*').at(-1) ?? '';
  return text.includes(key) ? [] : [`does not name ${key}: ${text}`];
}

interface Outcome {
  readonly isRefused: boolean;
  readonly text: string;
}

function outcomeOf(stack: TerraformStack, make: () => unknown): Outcome {
  try {
    make();
    return { isRefused: false, text: synthesize(stack).json };
  } catch (error) {
    return { isRefused: true, text: String(error) };
  }
}

function lateValue(variable: TerraformVariable, kind: Try['kind']): unknown {
  const values: Readonly<Record<Try['kind'], () => unknown>> = {
    text: () => variable.stringValue,
    number: () => variable.numberValue,
    switch: () => variable.booleanValue,
    list: () => variable.listValue,
    map: () => Token.asStringMap(variable.value),
    object: () => variable.value as IResolvable,
    resolvable: () => variable.value as IResolvable,
  };
  return values[kind]();
}

/** The props with another value at a place; nothing if they have none there. */
function withValue(
  value: unknown,
  [key, ...rest]: readonly string[],
  late: (variable: TerraformVariable) => unknown,
  stack: TerraformStack,
): unknown {
  if (key === undefined) return late(new TerraformVariable(stack, 'late', {}));
  if (typeof value !== 'object' || value === null) return undefined;
  const [found = ''] = key === '*' ? Object.keys(value) : [key];
  if (!Object.hasOwn(value, found)) return undefined;
  const inner = withValue((value as Props)[found], rest, late, stack);
  if (inner === undefined) return undefined;
  return Array.isArray(value)
    ? value.map((item: unknown, index) => (String(index) === found ? inner : item))
    : Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, value, { [found]: inner });
}
