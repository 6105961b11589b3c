import { parse } from 'yaml';
import { clusterText } from '../../src/scaffold/from/cluster-text';
import { readTemplate } from '../../src/scaffold/template';
import { VERSION_HINTS } from '../../src/scaffold/version-hints';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/project';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
}

const root = JSON.parse(readFileSync(join(projectRoot, 'schemas/cluster.schema.json'), 'utf8')) as Schema & {
  readonly definitions?: Readonly<Record<string, Schema>>;
};

/** A schema, and those that it is made of. */
function partsOf(schema: Schema): readonly Schema[] {
  const name = schema.$ref?.split('/').at(-1);
  const target = name === undefined ? undefined : root.definitions?.[name];
  const parts = [...(schema.anyOf ?? []), ...(schema.allOf ?? []), ...(target === undefined ? [] : [target])];
  return [schema, ...parts.flatMap(partsOf)];
}

/** Places of all keys that are called a version; that of an API is a form, and no release. */
function versionKeys(schema: Schema, path: readonly string[] = []): readonly string[] {
  const below = partsOf(schema).flatMap(({ properties = {} }) => Object.entries(properties));
  return below.flatMap(([key, child]) =>
    /version$/i.test(key) && key !== 'apiVersion' ? [[...path, key].join('.')] : versionKeys(child, [...path, key]),
  );
}

test('every version that a cluster file has is raised by Renovate; the contract is raised by hand', () => {
  expect(VERSION_HINTS.map(({ path }) => path.join('.')).sort()).toEqual([...new Set(versionKeys(root))].sort());
});

test('the pattern of Renovate finds each of them in a cluster file that init --from writes', () => {
  const data = {};
  VERSION_HINTS.forEach(({ path }, index) => {
    let at: Record<string, unknown> = data;
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>;
    at[String(path.at(-1))] = `v1.2.${index}`;
  });
  const text = clusterText(data, '# head');
  const { customManagers } = JSON.parse(readTemplate('renovate.json')) as {
    readonly customManagers: readonly [{ readonly matchStrings: readonly [string] }];
  };
  const found = [...text.matchAll(new RegExp(customManagers[0].matchStrings[0], 'g'))].map(({ groups }) => [
    groups?.depName,
    groups?.currentValue,
  ]);
  const expected = VERSION_HINTS.map(({ repository }, index) => [repository, `v1.2.${index}`]);
  expect(found.sort()).toEqual(expected.sort());
  expect(parse(text)).toEqual(data);
});
