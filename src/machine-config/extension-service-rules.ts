import { secretWrittenOut } from '../forms/secret-texts';
import type { Path } from '../values/path';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { fileTaken, serviceSaysNothing } from './machine-faults';
import type { JudgedMachine } from './judged-machine';
import { isSecretName } from './patches/credentials';

/** Conditions of the services of system extensions. */
export const EXTENSION_SERVICE_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, { readonly place: Path; readonly saysSomething: boolean }>(
    ({ settings, isUncertain }) =>
      Object.entries(settings.extensionServices ?? {}).map(([name, service]) => {
        const { environment = {}, configFiles = [] } = service ?? {};
        const place = ['extensionServices', name];
        const entries = Object.keys(environment).length + configFiles.length;
        return { place, saysSomething: entries > 0 || isUncertain(...place) };
      }),
    [{ at: ({ place }) => place, condition: ({ saysSomething }) => saysSomething, message: serviceSaysNothing }],
  ),
  rulesOfParts<JudgedMachine, { readonly place: Path; readonly variable: string; readonly value: unknown }>(
    ({ settings }) =>
      Object.entries(settings.extensionServices ?? {}).flatMap(([name, service]) =>
        Object.entries(service?.environment ?? {}).map(([variable, value]) => ({
          place: ['extensionServices', name, 'environment', variable],
          variable,
          value,
        })),
      ),
    [
      {
        at: ({ place }) => place,
        condition: ({ variable, value }) => !isSecretName(variable) || typeof value === 'object' || isNothing(value),
        message: () => secretWrittenOut(),
      },
    ],
  ),
  rulesOfParts<JudgedMachine, { readonly place: Path; readonly path: string; readonly isTaken: boolean }>(
    ({ settings }) =>
      Object.entries(settings.extensionServices ?? {}).flatMap(([name, service]) => {
        const paths = (service?.configFiles ?? []).flatMap((file) => file?.mountPath ?? []);
        return paths.map((path, index) => ({
          place: ['extensionServices', name, 'configFiles'],
          path,
          isTaken: paths.indexOf(path) < index,
        }));
      }),
    [{ at: ({ place }) => place, condition: ({ isTaken }) => !isTaken, message: ({ path }) => fileTaken(path) }],
  ),
];

/** Of a value that only OpenTofu knows there is nothing here. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === '';
}
