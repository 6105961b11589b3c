import { printedDiagnostics } from '../../../src/plan/read/printed-diagnostics';
import { unknownImages as meaningsOf } from '../../../src/plan/recovery/unknown-images';

const SCHEMATIC = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';
const STACK = {
  resource: {
    proxmox_download_file: {
      talos: { url: `https://factory.talos.dev/image/${SCHEMATIC}/v1.13.99/nocloud-amd64.qcow2` },
      other: { url: 'https://files.example/talos.qcow2' },
    },
  },
};

function unknownImages(printed: string, stack: unknown): readonly string[] {
  return meaningsOf(printedDiagnostics(printed), stack);
}

/** An error of the provider, in the frame that OpenTofu prints it in and with its line breaks. */
function error(name: string, reason: string): string {
  return [
    '╷',
    '│ Error: Error initiating file download',
    '│ ',
    `│   with proxmox_download_file.${name},`,
    '│   on cdk.tf.json line 1:',
    '│ ',
    '│ Could not get file metadata, unexpected error: error fetching metadata',
    '│ from download url, unexpected error in GetQueryURLMetadata: error',
    "│ retrieving URL metadata for '': received an HTTP 500 response - Reason:",
    `│ ${reason}`,
    '╵',
  ].join('\n');
}

const UNKNOWN =
  'Image Factory at https://factory.talos.dev does not know Talos v1.13.99; write a version that https://factory.talos.dev/versions lists, and apply again';

test('a version that Image Factory does not know is named, once for all hosts', () => {
  const missing = error('talos', "invalid server response: '404 Not Found'");
  expect(unknownImages(missing + missing, STACK)).toEqual([UNKNOWN]);
});

test('so it is where the task that downloads finds it out', () => {
  expect(unknownImages(error('talos', 'download failed: ERROR 404: Not Found.'), STACK)).toEqual([UNKNOWN]);
  expect(unknownImages(error('talos', "can't retrieve metadata: server returned status 404"), STACK)).toEqual([
    UNKNOWN,
  ]);
});

test('extensions that a version does not have are looked for at the factory', () => {
  expect(unknownImages(error('talos', "invalid server response: '400 Bad Request'"), STACK)).toEqual([
    `Image Factory at https://factory.talos.dev does not build Talos v1.13.99 with schematic ${SCHEMATIC}; ` +
      'write extensions that https://factory.talos.dev/version/v1.13.99/extensions/official lists, and apply again',
  ]);
});

test.each([
  ['a factory that is down', error('talos', "invalid server response: '502 Bad Gateway'")],
  ['a file that is no image of a factory', error('other', "invalid server response: '404 Not Found'")],
  ['a token that is wrong', error('talos', 'invalid token value!')],
  ['another resource', error('talos', "invalid server response: '404 Not Found'").replace('download_file', 'file')],
])('nothing is said of the factory for %s', (_, errors) => {
  expect(unknownImages(errors, STACK)).toEqual([]);
});
