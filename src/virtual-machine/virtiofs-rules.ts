import type { Path } from '../values/path';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { accessListsNeedAttributes, mappingSharedTwice } from './faults';
import type { PlacedVirtualMachine } from './placed';

/** A directory that a machine shares, and the first share with the same mapping. */
interface Share {
  readonly place: Path;
  readonly mapping: string;
  readonly first: string;
  readonly name: string;
  /** If access lists are asked for without what they are kept in. */
  readonly lacksAttributes: boolean;
}

/** Conditions of directories that a machine shares with its host. */
export const VIRTIOFS_RULES: SettingRules<PlacedVirtualMachine> = [
  rulesOfParts<PlacedVirtualMachine, Share>(
    ({ settings: { virtiofs = {} } }) => {
      const owners = new Map<string, string>();
      return Object.entries(virtiofs).flatMap(([name, share]) => {
        const mapping = share?.mapping;
        if (mapping === undefined) return [];
        const first = owners.get(mapping) ?? name;
        owners.set(mapping, first);
        const lacksAttributes = share?.exposeAcl === true && share.exposeXattr === false;
        return [{ place: ['virtiofs', name], mapping, first, name, lacksAttributes }];
      });
    },
    [
      {
        at: ({ place }) => [...place, 'exposeXattr'],
        condition: ({ lacksAttributes }) => !lacksAttributes,
        message: accessListsNeedAttributes,
      },
      {
        at: ({ place }) => [...place, 'mapping'],
        condition: ({ first, name }) => first === name,
        message: ({ mapping, first }) => mappingSharedTwice(mapping, first),
      },
    ],
  ),
];
