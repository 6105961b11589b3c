import type { Sample } from './key-samples';

/** Values for the keys of what a host hands to a machine by a mapping. */
export const HOST_SAMPLES: Readonly<Record<string, Sample>> = {
  'usbDevices.0.mapping': { values: ['stick', 'zigbee'] },
  'virtiofs.any.mapping': { values: ['media', 'music'] },
  'virtiofs.any.cache': { values: [undefined, 'always', 'never'] },
  'virtiofs.any.secure': { values: [undefined, false, true] },
  ...Object.fromEntries(
    ['directIo', 'exposeAcl', 'exposeXattr', 'readOnly', 'disableAccessTime'].map((key) => [
      `virtiofs.any.${key}`,
      { values: [undefined, true] },
    ]),
  ),
};
